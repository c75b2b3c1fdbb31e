// The table of the library. Each line opens to its details: what changed, and what can be done. Removing asks first.
import { hasChanged, icon, keepingPlace, make, rememberOpener } from "./dom.js";
import { fieldElement } from "./find.js";
import { keepLooking } from "./looking.js";
import { changesElement, drawNews, pressNews } from "./news.js";
import { leaveOutbox, outbox, put, settleOutbox } from "./outbox.js";

// Which lines are open, and what is typed there; it outlives a redraw of the whole page, which builds the component anew.
const kept = { unfolded: new Set(), editing: null };

const FIELDS = ["title", "outlet", "author", "published", "updated"];

function cell(name, label, ...children) {
  return make("td", { class: name, "data-label": label }, ...children);
}

function lineElement(row, columns) {
  const label = Object.fromEntries(columns.map((column) => [column.key, column.label]));
  const small = (text) => (text ? make("span", { class: "small" }, text) : null);
  const toggle = make("button", { type: "button", class: "toggle", "aria-label": row.more, title: row.more, "aria-expanded": "false" }, icon("M6 9l6 6 6-6"));
  return make(
    "tr",
    { class: "line" },
    cell("title", label.title, make("button", { type: "button", class: "open", "aria-label": row.open }, row.title), small(row.also)),
    cell("source", label.source, row.outlet || row.origin, small(row.author), row.outlet ? small(row.origin) : null),
    cell("published", label.published, row.published, small(row.updated)),
    cell("added", label.added, row.added),
    cell(`status flag-${row.flag}`, label.state, row.state),
    cell("act", "", toggle),
  );
}

function button(name, text) {
  return text ? make("button", { type: "button", class: name }, text) : null;
}

function detailsElement(row, labels) {
  const came = row.address ? `${labels.came_from} ${row.address} · ${row.words}` : row.words;
  return make(
    "tr",
    { class: "details" },
    make(
      "td",
      { colspan: 6 },
      make(
        "div",
        { class: "panel" },
        make("p", { class: "small" }, came),
        row.changes ? make("p", {}, make("button", { type: "button", class: "show", "data-id": row.id, "aria-expanded": String(Boolean(row.stretches)) }, row.changes)) : null,
        row.stretches ? changesElement(row.stretches) : null,
        make("div", { class: "acts" }, button("do refresh", row.refresh), button("do correct", labels.correct), button("do remove", labels.remove)),
      ),
    ),
  );
}

function bodyElement(row, data) {
  return make("tbody", { class: "entry", "data-id": row.id }, lineElement(row, data.table.columns));
}

// Opens or closes the details of a line; ``kept`` remembers them while the table is drawn anew.
function unfold(root, body, row, data) {
  const toggle = body.querySelector(".toggle");
  toggle.setAttribute("aria-expanded", String(kept.unfolded.has(row.id)));
  body.querySelector(".details")?.remove();
  if (kept.unfolded.has(row.id)) {
    body.append(detailsElement(row, data.labels));
    if (kept.editing?.id === row.id) {
      body.querySelector(".acts").replaceWith(kept.editing.form); // what was typed stays typed
    }
  }
}

function formElement(row, labels) {
  const inputs = FIELDS.map((field) => make("label", {}, labels[field], make("input", { name: field, value: row.fields[field], autocomplete: "off" })));
  return make(
    "form",
    { "aria-label": labels.correcting },
    make("div", { class: "fields" }, inputs),
    make("div", { class: "acts" }, make("button", { type: "submit", class: "yes" }, labels.save), button("no", labels.cancel)),
  );
}

function askElement(labels) {
  return make("div", { class: "acts", role: "group", "aria-label": labels.confirm }, make("span", {}, labels.confirm), button("yes really", labels.yes), button("no", labels.no));
}

function choiceElement(name, label, choices) {
  const options = choices.map((one) => make("option", { value: one.value, selected: one.chosen }, one.label));
  return make("label", { class: name }, label, make("select", { class: name }, options));
}

function sortElement(column) {
  const arrow = { ascending: "↑", descending: "↓" }[column.sort] || "";
  return make(
    "th",
    { scope: "col", "aria-sort": column.sort },
    make("button", { type: "button", class: "sort", "data-key": column.key }, column.label, make("span", { class: "arrow", "aria-hidden": "true" }, arrow)),
  );
}

function barElements(data) {
  const { table, labels } = data;
  const columns = table.columns.map((column) => ({ value: column.key, label: column.label, chosen: column.sort !== "none" }));
  return [
    choiceElement("narrow", labels.state, table.states),
    choiceElement("sort-by", labels.sort, columns),
    make("span", { class: "count", role: "status" }, table.count),
    button("all", labels.refresh_all),
  ];
}

function feedsElement(feeds, labels) {
  const lines = feeds.map((feed) =>
    make("li", {}, make("span", {}, feed.title), make("span", { class: "small" }, feed.url), feed.trouble ? make("span", { class: "small" }, feed.trouble) : null, labels.unfollow ? make("button", { type: "button", class: "do unfollow", "data-url": feed.url, "aria-label": `${labels.unfollow}: ${feed.title}` }, labels.unfollow) : null),
  );
  return make("section", { class: "feeds", "aria-label": labels.feeds }, make("h2", {}, labels.feeds), make("ul", {}, lines));
}

function draw(root, data) {
  const { table, labels, feeds } = data;
  root.rows = new Map(table.rows.map((row) => [row.id, row]));
  const head = make("thead", {}, make("tr", {}, table.columns.map(sortElement), make("th", {})));
  const bodies = table.rows.map((row) => bodyElement(row, data));
  bodies.forEach((body) => unfold(root, body, root.rows.get(body.dataset.id), data));
  root.table.replaceChildren(
    ...(bodies.length ? [make("table", { "aria-label": labels.table }, head, bodies)] : []),
    ...(table.none ? [make("p", { class: "end" }, table.none)] : []),
    ...(table.more ? [button("more-rows", table.more)] : []),
    ...(feeds.length ? [feedsElement(feeds, labels)] : []),
  );
}

function build(root, box, sought) {
  root.news = make("div", {});
  root.field = fieldElement(box, sought);
  root.choices = make("span", { style: "display: contents" });
  root.table = make("div", {});
  root.append(root.news, make("div", { class: "bar" }, root.field, root.choices), root.table);
}

// What a click in the details of a line does there; what it reports goes into the box.
function act(root, target, row, data, box) {
  const has = (name) => target.classList.contains(name);
  const acts = target.closest(".acts, form");
  const body = target.closest(".entry");
  if (has("correct")) {
    kept.editing = { id: row.id, form: formElement(row, data.labels) };
    acts.replaceWith(kept.editing.form);
    kept.editing.form.querySelector("input").focus();
  } else if (has("remove")) {
    const question = askElement(data.labels);
    acts.replaceWith(question);
    question.querySelector(".no").focus();
  } else if (has("no")) {
    kept.editing = null;
    unfold(root, body, row, data);
    body.querySelector(".do").focus();
  } else if (has("really")) {
    kept.unfolded.delete(row.id);
    put(box, "remove", row.id);
  } else if (has("refresh")) {
    put(box, "refresh", row.id);
  }
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".shelf");
  const box = outbox("shelf");
  settleOutbox(box, data.taken, setTriggerValue);
  if (!root.table) {
    build(root, box, data.sought);
  }
  drawNews(root.news, data.news);
  root.field.placeholder = data.labels.find;
  root.field.setAttribute("aria-label", data.labels.find);
  if (hasChanged(root.choices, [data.table.states, data.table.columns, data.table.count])) {
    const focused = root.getRootNode().activeElement;
    const name = root.choices.contains(focused) ? focused.className : "";
    root.choices.replaceChildren(...barElements(data));
    if (name) {
      root.choices.querySelector(`select.${name}, button.${name}`)?.focus();
    }
  }
  if (hasChanged(root.table, [data.table, data.feeds])) {
    keepingPlace(root.table, ".entry", () => draw(root, data), root.field);
  }
  root.onclick = (event) => {
    const target = event.target.closest("button");
    const row = root.rows.get(event.target.closest(".entry")?.dataset.id);
    if (!target || pressNews(target, box)) {
      return;
    }
    if (target.classList.contains("open")) {
      rememberOpener(target);
      put(box, "open", row.id);
    } else if (target.classList.contains("toggle")) {
      kept.unfolded.has(row.id) ? kept.unfolded.delete(row.id) : kept.unfolded.add(row.id);
      unfold(root, target.closest(".entry"), row, data);
    } else if (target.classList.contains("sort")) {
      put(box, "sort", target.dataset.key);
    } else if (target.classList.contains("all")) {
      put(box, "refresh", "");
    } else if (target.classList.contains("more-rows")) {
      put(box, "more", "rows");
    } else if (target.classList.contains("unfollow")) {
      put(box, "unfollow", target.dataset.url);
    } else if (row) {
      act(root, target, row, data, box);
    }
  };
  root.onchange = (event) => {
    if (event.target.matches("select")) {
      put(box, event.target.classList.contains("narrow") ? "state" : "sort", event.target.value);
    }
  };
  root.onsubmit = (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    const { id } = kept.editing;
    kept.editing = null;
    unfold(root, event.target.closest(".entry"), root.rows.get(id), data);
    put(box, "correct", JSON.stringify({ id, fields }));
  };
  root.onkeydown = (event) => {
    const row = event.target.closest(".entry");
    if (event.key === "Escape" && row && event.target.closest("form, [role=group]")) {
      event.preventDefault();
      event.stopPropagation();
      act(root, event.target.closest("form, .acts").querySelector(".no"), root.rows.get(row.dataset.id), data, box);
    }
  };
  const stopLooking = keepLooking(box, data.look_ms, setTriggerValue);
  return () => {
    stopLooking();
    leaveOutbox(box, setTriggerValue);
  };
}
