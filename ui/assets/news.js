// What is being done to the library, and what came of it; shared by the list in the sidebar and the table.
import { hasChanged, icon, make, rememberOpener } from "./dom.js";
import { put } from "./outbox.js";

function jobElement(job) {
  const bar = make("progress", { max: job.total, value: job.done, "aria-label": job.text });
  return make(
    "div",
    { class: "job" },
    make("p", { role: "status" }, job.text),
    job.detail ? make("p", { class: "detail" }, job.detail) : null,
    make("div", { class: "far" }, bar, make("button", { type: "button", class: "stop", "data-number": job.number }, job.stop)),
  );
}

// Words taken out and put in, also for those who hear them: the marks alone would be silent.
function stretchElement(stretch) {
  const tag = { added: "ins", removed: "del" }[stretch.kind] || "span";
  const spoken = stretch.spoken ? make("span", { class: "hidden" }, ` ${stretch.spoken} `) : null;
  return make(tag, { class: stretch.kind }, spoken, stretch.text);
}

export function changesElement(stretches) {
  return make("p", { class: "changes" }, stretches.map(stretchElement));
}

// The title opens the article, while that is in the library.
function titleElement(outcome) {
  return outcome.open
    ? make("button", { type: "button", class: "what leads", "data-id": outcome.id, "aria-label": outcome.open, dir: "auto" }, outcome.title)
    : make("span", { class: "what", dir: "auto" }, outcome.title);
}

function outcomeElement(outcome) {
  return make(
    "li",
    { class: outcome.failed ? "outcome failed" : "outcome" },
    make("span", { class: "state" }, outcome.status),
    outcome.title ? titleElement(outcome) : null,
    outcome.detail ? make("span", { class: "detail" }, outcome.detail) : null,
    outcome.changes
      ? make("button", { type: "button", class: "show", "data-id": outcome.id, "aria-expanded": String(Boolean(outcome.stretches)) }, outcome.changes)
      : null,
    outcome.stretches ? changesElement(outcome.stretches) : null,
  );
}

function resultsElement(results, labels) {
  return make(
    "section",
    { class: "outcomes", "aria-label": labels.results },
    make("button", { type: "button", class: "square dismiss", "aria-label": labels.dismiss, title: labels.dismiss }, icon("M6 6l12 12", "M18 6 6 18")),
    results.summary ? make("p", { class: "summary" }, results.summary) : null,
    make("ul", { role: "status" }, results.lines.map(outcomeElement)),
    results.more ? make("p", { class: "detail" }, results.more) : null,
  );
}

function newsElements(news) {
  const trouble = news.trouble ? { summary: "", lines: [{ status: "", title: "", detail: news.trouble, failed: true }], more: "" } : null;
  const results = trouble || news.results;
  return [...news.jobs.map(jobElement), ...(results ? [resultsElement(results, news.labels)] : [])];
}

// Draws the news where they differ from those drawn before, so that the keyboard stays on a button that is still right.
export function drawNews(place, news) {
  if (!hasChanged(place, news)) {
    return;
  }
  const focused = place.getRootNode().activeElement;
  const name = focused && place.contains(focused) ? [...focused.classList].at(-1) : "";
  const which = name ? JSON.stringify(focused.dataset) : "";
  const ended = place.querySelector(".job") && !news.jobs.length;
  place.replaceChildren(...newsElements(news));
  if (ended && place.getBoundingClientRect().right > 0) {
    place.scrollIntoView({ block: "nearest" }); // what came of it may stand below a form that is long
  }
  if (name) {
    const same = [...place.querySelectorAll(`button.${name}`)].find((button) => JSON.stringify(button.dataset) === which);
    (same || place.querySelector("button"))?.focus();
  }
}

// Does what a click on one of the news is for; true if it was one.
export function pressNews(button, box) {
  if (button.classList.contains("dismiss")) {
    put(box, "dismiss", "outcomes");
  } else if (button.classList.contains("stop")) {
    put(box, "stop", button.dataset.number);
  } else if (button.classList.contains("show")) {
    put(box, "changes", button.dataset.id);
  } else if (button.classList.contains("leads")) {
    rememberOpener(button);
    put(box, "open", button.dataset.id);
  } else {
    return false;
  }
  return true;
}
