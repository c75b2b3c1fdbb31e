// Words found in the open article. They are lit by the browser itself; the text stays as it is.
import { filled, make } from "./dom.js";
import { bringIntoView } from "./quotes.js";

const SIGNS = /[.*+?^${}()|[\]\\]/g;

export function seekElement(labels) {
  return make(
    "span",
    { class: "seek" },
    make("input", { type: "search", class: "sought", "aria-label": labels.find, placeholder: labels.find, autocomplete: "off", spellcheck: "false", dir: "auto" }),
    make("span", { class: "found", role: "status" }),
  );
}

// Every place of the words in the paragraphs; white space counts as one space, case does not count.
function rangesOf(sheet, words) {
  const wanted = words.trim().split(/\s+/).map((word) => word.replace(SIGNS, "\\$&")).join("\\s+");
  if (!wanted) {
    return [];
  }
  return [...sheet.querySelectorAll("h2, p")].flatMap((paragraph) => rangesIn(paragraph, new RegExp(wanted, "giu")));
}

function rangesIn(paragraph, pattern) {
  const nodes = [];
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, start: text.length });
    text += walker.currentNode.data;
  }
  const place = (offset) => {
    const holder = nodes.filter((one) => one.start <= offset).at(-1);
    return [holder.node, offset - holder.start];
  };
  return [...text.matchAll(pattern)].map((match) => {
    const range = document.createRange();
    range.setStart(...place(match.index));
    range.setEnd(...place(match.index + match[0].length));
    return range;
  });
}

function light(name, ranges) {
  if (window.CSS && CSS.highlights) {
    CSS.highlights.set(name, new Highlight(...ranges));
  }
}

export function wireSeek(frame, data, root) {
  const field = frame.querySelector(".sought");
  const status = frame.querySelector(".found");
  const scroll = frame.querySelector(".scroll");
  let ranges = [];
  let at = 0;
  const show = () => {
    light("dateline-found", ranges);
    light("dateline-here", ranges.slice(at, at + 1));
    const count = ranges.length;
    status.textContent = count ? filled(data.labels.found, { place: at + 1, count }) : field.value.trim() ? data.labels.none : "";
    if (count) {
      bringIntoView(scroll, ranges[at]);
    }
  };
  const seek = () => {
    root.sought = field.value;
    ranges = rangesOf(frame.querySelector(".sheet"), field.value);
    at = 0;
    show();
  };
  field.oninput = seek;
  field.onkeydown = (event) => {
    if (event.key === "Enter" && ranges.length) {
      at = (at + (event.shiftKey ? -1 : 1) + ranges.length) % ranges.length;
      show();
    } else if (event.key === "Escape") {
      event.preventDefault(); // the article stays open
      field.value = "";
      seek();
      scroll.focus({ preventScroll: true });
    }
  };
  field.value = root.sought || "";
  const before = scroll.scrollTop;
  seek();
  scroll.scrollTop = before;
}
