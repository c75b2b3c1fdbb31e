// A checked draft: its findings underlined, and the one that is chosen beside it with the words of the articles.
import { filled, hasChanged, icon, isTyping, make, rememberOpener } from "./dom.js";
import { keepLooking } from "./looking.js";
import { listen } from "./page.js";
import { leaveOutbox, outbox, put, settleOutbox } from "./outbox.js";

const kept = { chosen: "", only: new Set() }; // outlives a redraw of the whole page, which builds the component anew

// The drawing of each outcome: what colours say is said by shapes too.
const SHAPES = {
  verbatim: "M5 12.5 10 17.5 19 7",
  supported: "M5 12.5 10 17.5 19 7",
  altered: "M4 14c2.5-5 5-5 8 0s5.5 5 8 0",
  differs: "M5 9h14M5 15h14M16 5 8 19",
  stitched: "M2.5 12h3M10.5 12h3M18.5 12h3",
  misattributed: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4 20c1-4 4-6 8-6s7 2 8 6",
  not_found: "M7 7l10 10M17 7 7 17",
  not_checked: "M12 17v.5M9 9a3 3 0 1 1 3 4v1",
};

function outcomeBadge(outcome, label) {
  return make("span", { class: `badge ${outcome}` }, icon(SHAPES[outcome]), label);
}

function filterElement(one, only) {
  return make("button", { type: "button", class: "filter", "data-outcome": one.outcome, "aria-pressed": String(only.has(one.outcome)) }, outcomeBadge(one.outcome, `${one.label} ${one.count}`));
}

function headElements(data) {
  const { progress, labels } = data;
  return [
    ...data.summary.map((line) => make("p", { class: "sum" }, line)),
    progress
      ? make(
          "div",
          { class: "far" },
          make("progress", { max: progress.total || 1, value: progress.total ? progress.done : null, "aria-label": progress.text }),
          make("span", {}, progress.text),
          make("button", { type: "button", class: "no stop" }, labels.stop),
        )
      : null,
    data.stopped ? make("p", { class: "muted" }, data.stopped) : null,
    data.trouble ? make("p", { class: "trouble", role: "alert" }, data.trouble) : null,
    data.filters.length > 1 ? make("div", { class: "filters", role: "group", "aria-label": labels.filters }, data.filters.map((one) => filterElement(one, kept.only))) : null,
  ].filter(Boolean);
}

function pieceElement(one) {
  return one.id ? make("mark", { class: `${one.outcome}${one.aside ? " aside" : ""}`, "data-id": one.id }, one.text) : one.text;
}

function sideElement(label, pieces, tag) {
  return make("div", { class: "side" }, make("h4", {}, label), make("p", { dir: "auto" }, pieces.map((one) => (one.differs ? make(tag, {}, one.text) : one.text))));
}

function evidenceElement(one, labels) {
  return make(
    "button",
    { type: "button", class: "evidence", "data-address": one.address, title: one.open },
    one.words ? make("span", { class: "words", dir: "auto" }, one.words) : null,
    make("span", { class: "source", dir: "auto" }, one.source),
    make("span", { class: "go" }, labels.open),
  );
}

function asideElement(finding, labels) {
  if (finding.aside) {
    return make("div", { class: "acts" }, make("span", { class: "muted" }, filled(labels.aside_is, { reason: finding.aside })), make("button", { type: "button", class: "no back" }, labels.aside_back));
  }
  return make("div", { class: "acts" }, make("button", { type: "button", class: "no put" }, labels.aside));
}

function asideForm(labels) {
  return make(
    "form",
    { class: "acts" },
    make("input", { name: "reason", required: true, maxlength: 200, autocomplete: "off", "aria-label": labels.aside_reason, placeholder: labels.aside_reason }),
    make("button", { type: "submit", class: "yes" }, labels.aside_keep),
    make("button", { type: "button", class: "no cancel" }, labels.aside_cancel),
  );
}

function missingElement(address, labels, fetching) {
  const act = fetching ? make("span", { role: "status" }, fetching) : make("button", { type: "button", class: "no fetch", "data-address": address }, labels.fetch);
  return make("div", { class: "missing" }, make("p", {}, labels.missing), make("p", { class: "muted" }, address), act);
}

function findingElements(finding, labels, fetching) {
  return [
    make("p", { class: "kind" }, outcomeBadge(finding.outcome, finding.label), make("span", { class: "muted" }, finding.type)),
    finding.sides
      ? make("div", { class: "sides" }, sideElement(labels.yours, finding.sides.draft, "ins"), sideElement(labels.theirs, finding.sides.article, "del"))
      : make("blockquote", { dir: "auto" }, finding.words),
    finding.notes.length ? make("ul", { class: "notes" }, finding.notes.map((note) => make("li", { dir: "auto" }, note))) : null,
    ...finding.evidence.map((one) => evidenceElement(one, labels)),
    finding.missing ? missingElement(finding.missing, labels, fetching) : null,
    make("p", { class: "muted by" }, finding.by),
    asideElement(finding, labels),
  ].filter(Boolean);
}

function build(root, labels) {
  root.head = make("div", { class: "head" });
  root.text = make("div", { class: "text", tabindex: "0", role: "group", "aria-label": labels.text });
  root.place = make("span", { class: "place", role: "status" });
  root.body = make("div", { class: "body" });
  const step = (name, label, path) => make("button", { type: "button", class: `square ${name}`, "aria-label": label, title: label }, icon(path));
  const bar = make("div", { class: "steps" }, step("before", labels.previous, "m6 15 6-6 6 6"), root.place, step("after", labels.next, "m6 9 6 6 6-6"));
  root.panel = make("section", { class: "panel", "aria-label": labels.finding }, bar, root.body, make("p", { class: "muted keys" }, labels.keys));
  root.append(root.head, make("div", { class: "columns" }, root.text, root.panel));
}

function shownFindings(root) {
  const { only } = kept;
  return only.size ? root.data.findings.filter((one) => only.has(one.outcome)) : root.data.findings;
}

function drawHead(root) {
  const focused = root.head.contains(root.getRootNode().activeElement) ? root.getRootNode().activeElement : null;
  root.head.replaceChildren(...headElements(root.data));
  if (focused) {
    const same = focused.dataset.outcome ? `[data-outcome="${focused.dataset.outcome}"]` : ".stop";
    (root.head.querySelector(same) || root.text).focus({ preventScroll: true });
  }
}

// Shows the finding that is chosen; where it is not there or is filtered out, the first one that is shown.
function drawChosen(root) {
  const shown = shownFindings(root);
  const { labels } = root.data;
  const place = Math.max(0, shown.findIndex((one) => one.id === kept.chosen));
  const finding = shown[place];
  root.panel.toggleAttribute("hidden", !finding && Boolean(root.data.progress));
  root.place.textContent = finding ? filled(labels.place, { place: place + 1, count: shown.length }) : "";
  if (hasChanged(root.body, finding ? [finding, root.data.fetching] : labels.none)) {
    const focused = root.body.contains(root.getRootNode().activeElement);
    root.body.replaceChildren(...(finding ? findingElements(finding, labels, root.data.fetching) : [make("p", { class: "muted" }, labels.none)]));
    root.body.scrollTop = 0;
    if (focused) {
      (root.body.querySelector(".back, .put") || root.text).focus({ preventScroll: true });
    }
  }
  for (const mark of root.text.querySelectorAll("mark")) {
    mark.classList.toggle("chosen", Boolean(finding) && mark.dataset.id === finding.id);
    mark.classList.toggle("quiet", kept.only.size > 0 && !kept.only.has(mark.classList[0]));
  }
  return finding;
}

function drawText(root) {
  if (hasChanged(root.text, root.data.segments)) {
    root.text.replaceChildren(...root.data.segments.map(pieceElement));
  }
}

function bringIntoView(root) {
  root.text.querySelector("mark.chosen")?.scrollIntoView({ block: "center" });
}

function chooseFinding(root, id) {
  kept.chosen = id;
  return drawChosen(root);
}

function stepBy(root, by) {
  const shown = shownFindings(root);
  if (shown.length) {
    const place = shown.findIndex((one) => one.id === kept.chosen);
    const next = place < 0 ? (by > 0 ? Math.min(1, shown.length - 1) : shown.length - 1) : (place + by + shown.length) % shown.length;
    chooseFinding(root, shown[next].id);
    bringIntoView(root);
  }
}

function openEvidence(root, box, button) {
  if (button) {
    rememberOpener(root.getRootNode().activeElement === root.text ? root.text : button);
    put(box, "open", button.dataset.address);
  }
}

function toggleFilter(root, outcome) {
  const { only } = kept;
  only.has(outcome) ? only.delete(outcome) : only.add(outcome);
  drawHead(root);
  kept.chosen = drawChosen(root)?.id || "";
}

function putAside(root, box, reason) {
  put(box, "aside", JSON.stringify({ name: drawChosen(root).id, reason }));
}

function press(root, box, button) {
  const has = (name) => button.classList.contains(name);
  if (has("filter")) {
    toggleFilter(root, button.dataset.outcome);
  } else if (has("stop")) {
    put(box, "stop", "check");
  } else if (has("before") || has("after")) {
    stepBy(root, has("after") ? 1 : -1);
  } else if (has("evidence")) {
    openEvidence(root, box, button);
  } else if (has("fetch")) {
    put(box, "fetch", button.dataset.address);
  } else if (has("put")) {
    button.closest(".acts").replaceWith(asideForm(root.data.labels));
    root.body.querySelector("input").focus();
  } else if (has("cancel")) {
    root.body.drawn = "";
    drawChosen(root);
  } else if (has("back")) {
    putAside(root, box, "");
  }
}

function listenToKeys(root, box) {
  const onKey = (event) => {
    const path = event.composedPath();
    const reading = path.some((one) => one.classList?.contains("reader"));
    if (isTyping(path[0]) || reading || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    if (event.key === "n" || event.key === "p") {
      event.preventDefault();
      stepBy(root, event.key === "n" ? 1 : -1);
    } else if (event.key === "Enter" && path[0] === root.text) {
      event.preventDefault();
      openEvidence(root, box, root.body.querySelector(".evidence"));
    }
  };
  return listen(document, { keydown: onKey });
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".checked");
  const box = outbox("checked");
  settleOutbox(box, data.taken, setTriggerValue);
  if (!root.text) {
    build(root, data.labels);
  }
  root.data = data;
  if (hasChanged(root.head, [data.summary, data.progress, data.stopped, data.trouble, data.filters])) {
    drawHead(root);
  }
  drawText(root);
  drawChosen(root);
  root.onclick = (event) => {
    const button = event.target.closest("button");
    const mark = event.target.closest("mark");
    if (button) {
      press(root, box, button);
    } else if (mark) {
      chooseFinding(root, mark.dataset.id);
    }
  };
  root.onsubmit = (event) => {
    event.preventDefault();
    const reason = new FormData(event.target).get("reason").trim();
    if (reason) {
      putAside(root, box, reason);
    }
  };
  root.onkeydown = (event) => {
    if (event.key === "Escape" && event.target.closest("form")) {
      event.preventDefault(); // the article that is open stays so
      root.body.drawn = "";
      drawChosen(root);
    }
  };
  const unlisten = listenToKeys(root, box);
  const stopLooking = keepLooking(box, data.look_ms, setTriggerValue);
  return () => {
    unlisten();
    stopLooking();
    leaveOutbox(box, setTriggerValue);
  };
}
