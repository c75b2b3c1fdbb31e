// The article beside the chat: set for reading, its quoted words marked, the chosen ones in view.
import { copyText } from "./clipboard.js";
import { filled, hasChanged, icon, isTyping, make, returnToOpener } from "./dom.js";
import { announce, listen } from "./page.js";
import { leaveOutbox, outbox, put, settleOutbox } from "./outbox.js";
import { bringIntoView, quotesElement, step, textToCopy, wireQuotes } from "./quotes.js";
import { seekElement, wireSeek } from "./seek.js";

function pieces(segments) {
  return segments.map((segment) =>
    segment.emphasis
      ? make("mark", { class: segment.emphasis, "data-quotes": segment.quotes ? segment.quotes.join(" ") : null }, segment.text)
      : segment.text,
  );
}

function lineOf(parts) {
  return parts.flatMap((part, place) => [place ? " · " : "", ...pieces([part])]);
}

function articleElement(data) {
  const lang = data.lang || null;
  const paragraphs = data.paragraphs.map((one) => make("p", { class: one.lines ? "lines" : null, dir: "auto", lang }, pieces(one.segments)));
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": data.title.text },
    make(
      "div",
      { class: "sheet" },
      make("h2", { dir: "auto", lang }, pieces([data.title])),
      make("p", { class: "line", dir: "auto" }, lineOf(data.line)),
      data.made_from ? make("p", { class: "line made" }, data.made_from) : null,
      (data.edits ?? []).map((edit) => make("p", { class: "line made" }, edit)),
      data.standing ? make("p", { class: "notice", dir: "auto" }, data.standing) : null,
      data.notice ? make("p", { class: "notice" }, data.notice) : null,
      (data.tricks ?? []).map((trick) => make("p", { class: "notice trick" }, trick)),
      data.quote ? make("blockquote", { dir: "auto", lang }, data.quote) : null,
      paragraphs,
      data.elsewhere ? elsewhereElement(data) : null,
      data.notes ? notesElement(data) : null,
    ),
  );
}

// The other articles of the event, in the order of their publication, and what was found for words that were selected.
function elsewhereElement({ elsewhere, said, labels }) {
  const lines = elsewhere.map((one) => make("li", {}, make("button", { type: "button", class: "action other", dir: "auto", "data-article": one.id }, one.line)));
  const none = make("p", {}, labels.elsewhere_none);
  return make("section", { class: "notes elsewhere", tabindex: "-1", "aria-label": labels.elsewhere }, make("h3", {}, labels.elsewhere), lines.length ? make("ul", {}, lines) : none, said ? saidElement(said) : null);
}

function saidElement({ line, places }) {
  const lines = places.map(({ address, quote, line }) =>
    make("li", {}, make("blockquote", { dir: "auto" }, quote), make("button", { type: "button", class: "action place", dir: "auto", "data-address": address }, line)),
  );
  return make("div", { class: "said", role: "status" }, make("p", { dir: "auto" }, line), make("ul", {}, lines));
}

function notesElement({ notes, labels }) {
  const lines = notes.map((note) =>
    make(
      "li",
      {},
      note.quote ? make("blockquote", { dir: "auto" }, note.quote) : null,
      note.text ? make("p", { dir: "auto" }, note.text) : null,
      make("button", { type: "button", class: "action unnote", "data-note": String(note.id) }, labels.delete_note),
    ),
  );
  const field = make("textarea", { rows: "3", maxlength: "10000", "aria-label": labels.note, placeholder: labels.note });
  const selected = make("p", { class: "selected", role: "status" });
  const ask = make("button", { type: "button", class: "action about", hidden: "" }, labels.note_ask);
  const elsewhere = make("button", { type: "button", class: "action where", hidden: "" }, labels.elsewhere_ask);
  const keep = make("button", { type: "submit", class: "no" }, labels.keep_note);
  const form = make("form", {}, selected, ask, elsewhere, field, keep);
  return make("section", { class: "notes", "aria-label": labels.notes }, make("h3", {}, labels.notes), lines.length ? make("ul", {}, lines) : null, form);
}

const SHOWN_CHARS = 200; // of the words that are selected

// The words that are selected in the article when a note is begun become its highlight.
function wireNotes(frame, data, put) {
  const elsewhere = frame.querySelector(".elsewhere");
  for (const other of frame.querySelectorAll(".other")) {
    other.onclick = () => put("elsewhere", other.dataset.article);
  }
  for (const place of frame.querySelectorAll(".place")) {
    place.onclick = () => put("place", place.dataset.address);
  }
  const notes = frame.querySelector(".notes:not(.elsewhere)");
  if (!notes) {
    return;
  }
  const form = notes.querySelector("form");
  const shown = notes.querySelector(".selected");
  const about = notes.querySelector(".about");
  const where = notes.querySelector(".where");
  let quote = "";
  const onSelect = () => {
    const tree = frame.getRootNode();
    const selection = tree.getSelection ? tree.getSelection() : document.getSelection();
    const words = String(selection).trim();
    if (words && !notes.contains(selection.anchorNode)) {
      quote = words;
      shown.textContent = filled(data.labels.note_on, { words: words.length > SHOWN_CHARS ? `${words.slice(0, SHOWN_CHARS)}…` : words });
      where.hidden = !elsewhere;
      about.hidden = !document.querySelector(".st-key-asking"); // only the conversation has a question box
    }
  };
  where.onclick = () => {
    put("where", quote);
    elsewhere.scrollIntoView({ block: "nearest" });
    elsewhere.focus();
  };
  about.onclick = () => announce("edit", `“${quote}”`);
  frame.querySelector(".scroll").addEventListener("pointerup", onSelect);
  frame.querySelector(".scroll").addEventListener("keyup", onSelect);
  form.onsubmit = (event) => {
    event.preventDefault();
    put("note", JSON.stringify({ text: form.querySelector("textarea").value, quote }));
  };
  for (const button of notes.querySelectorAll(".unnote")) {
    button.onclick = () => put("unnote", button.dataset.note);
  }
}

function barElement(data) {
  const { labels } = data;
  const original = { class: "action original", href: data.original, target: "_blank", rel: "noopener noreferrer", title: labels.original };
  return make(
    "div",
    { class: "bar" },
    quotesElement(data),
    seekElement(labels),
    data.copy ? make("button", { type: "button", class: "action copy", title: labels.copy }, icon("M9 9h11v11H9z", "M5 15H4V4h11v1"), make("span", {}, labels.copy)) : null,
    data.original ? make("a", original, icon("M14 4h6v6", "M20 4 10 14", "M18 14v6H4V6h6"), make("span", {}, labels.original)) : null,
    data.here ? make("a", { class: "action here", href: data.here, target: "_blank", title: labels.here }, icon("M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1", "M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"), make("span", {}, labels.here)) : null,
    data.now ? make("button", { type: "button", class: "action now", title: data.now }, icon("M4 12a8 8 0 1 0 3-6", "M4 4v5h5"), make("span", {}, data.now)) : null,
    data.only ? make("button", { type: "button", class: "action only", title: data.only }, icon("M4 5h16l-6 7v6l-4 2v-8z"), make("span", {}, data.only)) : null,
    make("span", { class: "hidden status", role: "status" }),
    make("button", { type: "button", class: "action close", "aria-label": labels.close, title: labels.close }, icon("M6 6l12 12", "M18 6 6 18")),
  );
}

function wireCopy(frame, data) {
  const button = frame.querySelector(".copy");
  if (!button) {
    return;
  }
  const label = button.querySelector("span");
  button.onclick = async () => {
    const done = await copyText(textToCopy(frame, data));
    label.textContent = frame.querySelector(".status").textContent = done ? data.labels.copied : data.labels.refused;
    button.focus();
    setTimeout(() => {
      label.textContent = data.labels.copy;
    }, 2000);
  };
}

// Where the article lies over the chat, Tab must not wander off into what it covers.
function keepInside(event, frame) {
  const stops = [...frame.querySelectorAll("a, button, input, textarea, [tabindex='0']")].filter((stop) => stop.checkVisibility());
  const place = stops.indexOf(frame.getRootNode().activeElement);
  const leaving = event.shiftKey ? place <= 0 : place === stops.length - 1;
  if (leaving && frame.clientWidth >= window.innerWidth) {
    event.preventDefault();
    stops.at(event.shiftKey ? -1 : 0).focus();
  }
}

// Draws the article anew; one that was open already stays where it was scrolled to.
function draw(root, data) {
  const another = root.opened !== data.opened;
  const before = root.querySelector(".scroll");
  const place = before ? before.scrollTop : 0;
  const focused = before && before.matches(":focus");
  const looked = root.querySelector(".elsewhere:focus");
  const chose = root.chose;
  root.chose = false;
  const frame = make("section", { class: "reader", role: "complementary", "aria-label": data.labels.name });
  frame.append(barElement(data), articleElement(data));
  root.sought = another ? "" : root.sought;
  root.opened = data.opened;
  root.replaceChildren(frame);
  wireCopy(frame, data);
  wireQuotes(frame, data);
  wireSeek(frame, data, root);
  const scroll = frame.querySelector(".scroll");
  if (another) {
    bringIntoView(scroll);
  } else {
    scroll.scrollTop = place;
  }
  if (looked && !another) {
    const found = frame.querySelector(".elsewhere");
    found.scrollIntoView({ block: "nearest" });
    found.focus({ preventScroll: true });
  } else if (chose && !another) {
    frame.querySelector(".only").focus(); // the button that was pressed was drawn anew, with its new words
  } else if (another || focused) {
    scroll.focus({ preventScroll: true });
  }
}

// While the article has the keyboard: on and back through the quotes, and to the field that finds.
const KEYS = {
  n: (frame, data) => step(frame, data, 1),
  p: (frame, data) => step(frame, data, -1),
  f: (frame) => frame.querySelector(".sought").focus(),
};

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".frame");
  const box = outbox("reader");
  settleOutbox(box, data.taken, setTriggerValue);
  const close = () => {
    put(box, "close", "reader");
    returnToOpener();
  };
  if (hasChanged(root, { ...data, taken: null })) {
    draw(root, data);
    wireNotes(root.firstElementChild, data, (name, value) => put(box, name, value));
  }
  root.querySelector(".close").onclick = close;
  const only = root.querySelector(".only");
  if (only) {
    only.onclick = () => {
      root.chose = true;
      put(box, "only", "article");
    };
  }
  const now = root.querySelector(".now");
  if (now) {
    now.onclick = () => put(box, "now", "article");
  }
  const onKey = (event) => {
    const target = event.composedPath()[0];
    const reading = root.contains(target) && !isTyping(target);
    if (event.key === "Escape" && !event.defaultPrevented) {
      close();
    } else if (reading && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key](root.firstElementChild, data);
    } else if (event.key === "Tab") {
      keepInside(event, root.firstElementChild);
    }
  };
  const unlisten = listen(document, { keydown: onKey });
  return () => {
    unlisten();
    leaveOutbox(box, setTriggerValue);
  };
}
