// Under an answer: how it was found, and what the user says of it.
import { make } from "./dom.js";
import { keepElement, saveElement } from "./keep.js";

let judging = null; // the verdict that is being written; it outlives a redraw, and a component that is built anew
let saving = null; // the answer whose ways to be saved are shown

function explainedElement(explained) {
  const tables = explained.rankings.map((ranking) => [
    make("h3", {}, ranking.name),
    ranking.rows.length
      ? make("ol", {}, ranking.rows.map((row) => make("li", {}, make("span", { class: "place" }, row.text), make("span", { class: "score" }, row.score))))
      : make("p", {}, ranking.none),
  ]);
  return make("div", { class: "explained" }, explained.lines.map((line) => make("p", {}, line)), tables.flat());
}

function choiceElement(choice, name, judging) {
  const button = make("input", { type: "radio", name, value: choice.value, "data-write": `${name}-${choice.value}` });
  button.checked = judging.answering === choice.value;
  button.onchange = () => {
    judging.answering = choice.value;
  };
  return make("label", { class: "choice" }, button, choice.label);
}

function formElement(tools, judging) {
  const { form, key } = tools;
  const field = make("input", { type: "text", class: "reason", maxlength: "500", autocomplete: "off", "data-write": `reason-${key}` });
  field.value = judging.reason;
  field.oninput = () => {
    judging.reason = field.value;
  };
  const choices = judging.verdict === "bad" && form.choices.length
    ? make("fieldset", {}, make("legend", {}, form.which), form.choices.map((one) => choiceElement(one, `choice-${key}`, judging)))
    : null;
  return make(
    "form",
    { class: "judging", "data-form": key },
    choices,
    make("label", { class: "why" }, form.reason, field),
    make("div", { class: "buttons" }, make("button", { type: "submit", class: "yes", "data-keep": key }, form.keep), make("button", { type: "button", class: "no", "data-cancel": key }, form.cancel)),
  );
}

function verdictButtons(tools, judging) {
  return tools.verdicts.map((one) =>
    make(
      "button",
      { type: "button", class: "tool", "data-verdict": one.verdict, "data-of": tools.key, "aria-expanded": judging && judging.verdict === one.verdict ? "true" : "false" },
      one.label,
    ),
  );
}

export function toolsElement(tools) {
  const open = judging?.key === tools.key ? judging : null;
  const isSaving = Boolean(tools.keep) && saving === tools.key;
  const line = make(
    "div",
    { class: "tools", "data-tools": tools.key },
    tools.explain
      ? make("button", { type: "button", class: "tool", "data-explain": tools.key, "aria-expanded": tools.explained ? "true" : "false" }, tools.explain)
      : null,
    tools.noted ? make("span", { class: "said", role: "status" }, tools.noted) : verdictButtons(tools, open),
    tools.keep ? keepElement(tools, isSaving) : null,
    isSaving ? saveElement(tools) : null,
    tools.explained ? explainedElement(tools.explained) : null,
    open && !tools.noted ? formElement(tools, open) : null,
  );
  line.tools = tools;
  return line;
}

function lineOf(root, key) {
  return root.querySelector(`[data-tools="${CSS.escape(key)}"]`);
}

// Draws the line of an answer anew where it stands, with its form open or closed; returns null where it is not shown.
function redrawTools(root, key) {
  const line = lineOf(root, key);
  if (!line) {
    return null;
  }
  const redrawn = toolsElement(line.tools);
  line.replaceWith(redrawn);
  return redrawn;
}

export function startJudging(root, button) {
  const { verdict, of: key } = button.dataset;
  const before = judging;
  const closes = before?.key === key && before.verdict === verdict;
  judging = closes ? null : { key, verdict, reason: "", answering: "" };
  if (before && before.key !== key) {
    redrawTools(root, before.key);
  }
  const line = redrawTools(root, key);
  line.querySelector(closes ? `[data-verdict="${verdict}"]` : ".judging input").focus();
  line.querySelector(".judging")?.scrollIntoView({ block: "nearest" });
}

export function stopJudging(root) {
  const { key, verdict } = judging;
  judging = null;
  redrawTools(root, key).querySelector(`[data-verdict="${verdict}"]`).focus();
}

export function judgement() {
  return judging;
}

// Draws the form of a turn that is drawn anew, with what was written in it; what has been sent is written no more.
export function reopenForm(root, turn) {
  const line = judging && lineOf(turn, judging.key);
  if (line?.tools.noted) {
    judging = null;
  } else if (line) {
    redrawTools(root, judging.key);
  }
}

export function toggleSaving(root, key = saving) {
  const before = saving;
  saving = before === key ? null : key;
  for (const one of new Set([before, key])) {
    redrawTools(root, one);
  }
  const line = lineOf(root, key);
  const panel = line.querySelector(".saving");
  (panel ? panel.querySelector("button") : line.querySelector("[data-save]")).focus();
  panel?.scrollIntoView({ block: "nearest" });
}

// Leaves what was begun under the answers of another conversation.
export function leaveTools() {
  judging = saving = null;
}

// What has the keyboard is found again, in its new form, when a turn is drawn anew.
const KEEPS_FOCUS = ["explain", "copy", "save", "again", "edit", "standing", "verdict", "open", "ask", "alone", "everywhere", "cancel", "keep", "write"];

export function focusedIn(element) {
  const focused = element.getRootNode().activeElement;
  if (!focused || !element.contains(focused)) {
    return null;
  }
  const name = KEEPS_FOCUS.find((one) => focused.dataset[one] !== undefined);
  return name ? `[data-${name}="${CSS.escape(focused.dataset[name])}"]` + (name === "verdict" ? `[data-of="${CSS.escape(focused.dataset.of)}"]` : "") : null;
}
