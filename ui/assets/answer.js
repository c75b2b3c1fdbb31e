// One answer, in the order in which it is read: lead, the articles' own words with their marks, foot.
import { icon, make } from "./dom.js";
import { toolsElement } from "./tools.js";

// A mark is a button, but no <button>: that would be allowed to stand alone at the start of a line.
function markButtons(marks, opened) {
  return marks.map((mark) => {
    const button = make(
      "span",
      {
        class: "mark",
        role: "button",
        tabindex: "0",
        "data-open": mark.address,
        "aria-label": mark.label,
        "aria-current": mark.address === opened ? "true" : null,
      },
      String(mark.number),
    );
    button.card = mark.card;
    return button;
  });
}

// Our quotation mark beside one of the article's own needs some space to be distinguished from it.
function wordsClass({ text, verbatim }) {
  const begins = verbatim && /^["'“‘«„]/.test(text) ? " begins" : "";
  const ends = verbatim && /["'”’»“]$/.test(text) ? " ends" : "";
  return `words${begins}${ends}`;
}

function wordsOf(statement, opened) {
  const lang = statement.lang || null;
  const own = make(statement.verbatim ? "q" : "span", { class: wordsClass(statement), lang }, statement.text);
  return [
    statement.attribution ? make("span", { class: "attribution", dir: "auto" }, statement.attribution) : null,
    statement.before ? make("span", { class: "around", lang }, statement.before) : null,
    own,
    "\u2060",
    ...markButtons(statement.marks, opened),
    statement.after ? make("span", { class: "around", lang }, statement.after) : null,
    statement.doubt ? make("span", { class: "doubt" }, " " + statement.doubt) : null,
    statement.standing ? make("span", { class: "doubt", dir: "auto" }, ` ${statement.standing}`) : null,
    statement.recognised ? make("span", { class: "recognised" }, " " + statement.recognised) : null,
    statement.source ? make("span", { class: "source", dir: "auto" }, statement.source) : null,
  ];
}

function statementClass(statement) {
  const kinds = [
    statement.verbatim ? "verbatim" : "",
    statement.attribution ? "attributed" : "",
    statement.doubt ? "doubtful" : "",
  ];
  return ["statement", ...kinds].filter(Boolean).join(" ");
}

function groupOf(group, opened) {
  if (group.list) {
    const items = group.statements.map((one) => make("li", { class: statementClass(one), dir: "auto" }, wordsOf(one, opened)));
    return make("ul", {}, items);
  }
  if (group.prose) {
    const sentences = group.statements.map((one) => make("span", { class: statementClass(one) }, wordsOf(one, opened)));
    return make("p", { class: "prose", dir: "auto" }, sentences.flatMap((sentence) => [sentence, " "]));
  }
  return group.statements.map((one) => make("p", { class: statementClass(one), dir: "auto" }, wordsOf(one, opened)));
}

function labelOf(answer) {
  const drawings = {
    refusal: ["M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13Z", "m15.5 15.5 5 5", "M8 10.5h5"],
    closest: ["M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13Z", "m15.5 15.5 5 5"],
    error: ["M12 4 2.5 20h19L12 4Z", "M12 10.5v4", "M12 17.3v.2"],
  };
  const drawing = drawings[answer.kind];
  return answer.label ? make("p", { class: "label" }, drawing ? icon(...drawing) : null, answer.label) : null;
}

// How the question was understood, and a way to have it asked as it was typed.
function readElement(read) {
  return make(
    "p",
    { class: "read" },
    make("span", { class: "reading", dir: "auto" }, read.text),
    " ",
    make("button", { type: "button", class: "alone", "data-alone": read.question }, read.alone),
  );
}

// What the question was limited to, and after a miss a way to look in all articles.
function searchedElement(searched) {
  const again = { type: "button", class: "elsewhere", "data-everywhere": searched.question };
  return make(
    "p",
    { class: "searched" },
    searched.text,
    searched.elsewhere ? " " : null,
    searched.elsewhere ? make("button", again, searched.elsewhere) : null,
  );
}

// Where a language model failed: the quoted answer, at one click.
function insteadElement(instead) {
  return make("button", { type: "button", class: "instead", "data-quoted": instead.question }, instead.text);
}

// The articles that were quoted, as small cards; each opens at its first quote.
function articlesElement(articles) {
  const cards = articles.map((one) => {
    const button = make(
      "button",
      { type: "button", class: "article", "data-open": one.address },
      make("span", { class: "article-title", dir: "auto" }, one.title),
      make("span", { class: "article-facts" }, one.numbers.map((number) => `[${number}]`).join(" "), " ", make("bdi", {}, one.facts)),
    );
    return make("li", {}, button);
  });
  return make("ul", { class: "articles" }, cards);
}

export function answerElement(answer, opened) {
  const parts = answer.parts.map((part) =>
    make("section", { class: "part" }, make("h3", { dir: "auto" }, part.question), answerElement(part, opened)),
  );
  return make(
    "div",
    { class: `answer ${answer.kind}` },
    answer.read ? readElement(answer.read) : null,
    labelOf(answer),
    answer.lead ? make("p", { class: "lead", dir: "auto" }, answer.lead) : null,
    answer.instead ? insteadElement(answer.instead) : null,
    parts,
    (answer.groups || []).flatMap((group) => groupOf(group, opened)),
    answer.near_label ? make("h3", { class: "near-label" }, answer.near_label) : null,
    (answer.nearest || []).map((near) => make("p", { class: "statement near verbatim", dir: "auto" }, wordsOf(near, opened))),
    answer.articles && answer.articles.length ? articlesElement(answer.articles) : null,
    answer.foot ? make("p", { class: "foot" }, answer.foot) : null,
    answer.searched ? searchedElement(answer.searched) : null,
    answer.changed ? make("p", { class: "searched" }, answer.changed) : null,
    answer.tools ? toolsElement(answer.tools) : null,
  );
}
