// Under an answer: how it was found, and what the reader says of it. A verdict that is being written is kept by the
// document: it outlasts a redraw, and a component that is built anew.
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

function toolsElement(tools, judging) {
  const open = judging && judging.key === tools.key ? judging : null;
  return make(
    "div",
    { class: "tools", "data-tools": tools.key },
    tools.explain
      ? make("button", { type: "button", class: "tool", "data-explain": tools.key, "aria-expanded": tools.explained ? "true" : "false" }, tools.explain)
      : null,
    tools.said ? make("span", { class: "said", role: "status" }, tools.said) : verdictButtons(tools, open),
    tools.keep ? keepElement(tools) : null,
    tools.keep && document.datelineSaving === tools.key ? saveElement(tools) : null,
    tools.explained ? explainedElement(tools.explained) : null,
    open && !tools.said ? formElement(tools, open) : null,
  );
}

// Draws the line anew where it stands, with the form open or closed.
function redrawTools(root, key) {
  const line = root.querySelector(`[data-tools="${CSS.escape(key)}"]`);
  const fresh = toolsElement(line.tools, document.datelineJudging);
  fresh.tools = line.tools;
  line.replaceWith(fresh);
  return fresh;
}

function startJudging(root, button) {
  const { verdict, of: key } = button.dataset;
  const closes = document.datelineJudging && document.datelineJudging.key === key && document.datelineJudging.verdict === verdict;
  const before = document.datelineJudging && document.datelineJudging.key !== key ? document.datelineJudging.key : null;
  document.datelineJudging = closes ? null : { key, verdict, reason: "", answering: "" };
  if (before && root.querySelector(`[data-tools="${CSS.escape(before)}"]`)) {
    redrawTools(root, before);
  }
  const line = redrawTools(root, key);
  const focus = closes ? line.querySelector(`[data-verdict="${verdict}"]`) : line.querySelector(".judging input");
  focus.focus();
  if (!closes) {
    line.querySelector(".judging").scrollIntoView({ block: "nearest" });
  }
}

function stopJudging(root) {
  const { key, verdict } = document.datelineJudging;
  document.datelineJudging = null;
  redrawTools(root, key).querySelector(`[data-verdict="${verdict}"]`).focus();
}

// What has the keyboard is found again, in its new form, when a turn is drawn anew.
const KEEPS_FOCUS = ["explain", "copy", "save", "again", "edit", "standing", "verdict", "open", "ask", "alone", "everywhere", "cancel", "keep", "write"];

function focusedIn(element) {
  const focused = element.getRootNode().activeElement;
  if (!focused || !element.contains(focused)) {
    return null;
  }
  const name = KEEPS_FOCUS.find((one) => focused.dataset[one] !== undefined);
  return name ? `[data-${name}="${CSS.escape(focused.dataset[name])}"]` + (name === "verdict" ? `[data-of="${CSS.escape(focused.dataset.of)}"]` : "") : null;
}
