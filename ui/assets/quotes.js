// The quotes of an open article: on to the next one and back, and what can be done with the one that is chosen.
import { filled, icon, make } from "./dom.js";

export function quotesElement(data) {
  const { labels, quotes } = data;
  if (quotes.length < 2) {
    return null;
  }
  const step = (name, label, path) => make("button", { type: "button", class: `action ${name}`, "aria-label": label, title: label }, icon(path));
  return make(
    "span",
    { class: "steps" },
    step("before", labels.previous, "m6 15 6-6 6 6"),
    make("span", { class: "which", role: "status" }),
    step("after", labels.next, "m6 9 6 6 6-6"),
  );
}

export function bringIntoView(scroll, element = scroll.querySelector("mark.chosen")) {
  if (element) {
    const gap = Math.max(0, (scroll.clientHeight - element.getBoundingClientRect().height) / 3);
    scroll.scrollTop += element.getBoundingClientRect().top - scroll.getBoundingClientRect().top - gap;
  }
}

// Shows quote number ``at`` as the chosen one: strongest in the text, and what is copied and opened.
function choose(frame, data, at) {
  const { labels, quotes } = data;
  frame.at = at;
  for (const mark of frame.querySelectorAll("mark[data-quotes]")) {
    const own = mark.dataset.quotes.split(" ").includes(String(at));
    mark.className = own ? "chosen" : "quoted";
  }
  const which = frame.querySelector(".which");
  if (which) {
    which.textContent = at < 0 ? "" : filled(labels.of, { place: at + 1, count: quotes.length });
  }
  const link = frame.querySelector(".original");
  if (link) {
    link.href = at < 0 ? data.original : quotes[at].original;
    link.querySelector("span").textContent = at < 0 ? labels.original : labels.original_words;
  }
  const here = frame.querySelector(".here");
  if (here) {
    here.href = at < 0 ? data.here : quotes[at].here;
  }
}

export function step(frame, data, by) {
  const count = data.quotes.length;
  if (count) {
    choose(frame, data, frame.at < 0 ? (by > 0 ? 0 : count - 1) : (frame.at + by + count) % count);
    bringIntoView(frame.querySelector(".scroll"));
  }
}

export function textToCopy(frame, data) {
  return frame.at < 0 ? data.copy : data.quotes[frame.at].copy;
}

export function wireQuotes(frame, data) {
  choose(frame, data, data.at);
  const steps = frame.querySelector(".steps");
  if (steps) {
    steps.querySelector(".before").onclick = () => step(frame, data, -1);
    steps.querySelector(".after").onclick = () => step(frame, data, 1);
  }
}
