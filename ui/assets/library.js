// The articles of the library, and the news about them. Removing asks first, in its place.
import { hasChanged, icon, keepingPlace, make, rememberOpener } from "./dom.js";
import { fieldElement } from "./find.js";
import { askFirst } from "./instead.js";
import { keepLooking } from "./looking.js";
import { drawNews, pressNews } from "./news.js";
import { leaveOutbox, outbox, put, settleOutbox } from "./outbox.js";

function entryElement(entry) {
  return make(
    "li",
    { class: "entry", "data-id": entry.id },
    make(
      "button",
      { type: "button", class: "open", "aria-label": entry.open },
      make("span", { class: "title", title: entry.title }, entry.title),
      make("span", { class: "facts" }, entry.facts.join(" · ")),
    ),
    entry.remove ? make("button", { type: "button", class: "square remove", "aria-label": entry.remove, title: entry.remove }, icon("M6 6l12 12", "M18 6 6 18")) : null,
  );
}

function draw(root, data) {
  const { list } = data;
  root.heading.replaceChildren(data.title, make("span", { class: "count", role: "status" }, list.count));
  root.field.hidden = !list.find;
  root.field.placeholder = list.find;
  root.field.setAttribute("aria-label", list.find);
  root.list.replaceChildren(
    make("ul", { class: "entries", "aria-label": data.name }, list.entries.map(entryElement)),
    ...(list.end ? [make("p", { class: "end" }, list.end)] : []),
  );
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".library");
  const box = outbox("library");
  settleOutbox(box, data.taken, setTriggerValue);
  if (!root.list) {
    root.news = make("div", {});
    root.heading = make("h2", {});
    root.field = fieldElement(box, data.list.sought);
    root.list = make("div", {});
    root.append(root.news, root.heading, root.field, root.list);
  }
  drawNews(root.news, data.news);
  if (hasChanged(root, [data.list, data.title])) {
    keepingPlace(root.list, ".entry", () => draw(root, data), root.field);
  }
  root.onclick = (event) => {
    const button = event.target.closest("button");
    const row = event.target.closest(".entry");
    if (!button || pressNews(button, box)) {
      return;
    }
    if (button.classList.contains("open")) {
      rememberOpener(button);
      put(box, "open", row.dataset.id);
    } else if (button.classList.contains("remove") && !row.classList.contains("asked")) {
      askFirst(row, data.labels, button, () => put(box, "remove", row.dataset.id));
    }
  };
  const stopLooking = keepLooking(box, data.look_ms, setTriggerValue);
  return () => {
    stopLooking();
    leaveOutbox(box, setTriggerValue);
  };
}
