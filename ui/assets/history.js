// The conversations that are kept. Renaming and deleting happen in the line's place; deleting asks first.
import { hasChanged, icon, keepingPlace, make } from "./dom.js";
import { fieldElement } from "./find.js";
import { askFirst, instead } from "./instead.js";
import { cameBack } from "./looking.js";
import { listen } from "./page.js";
import { leaveOutbox, outbox, put, settleOutbox } from "./outbox.js";
import { leaveSidebar } from "./sidebar.js";

function lineElement(entry) {
  return make(
    "li",
    { class: "talk", "data-id": entry.id },
    make("button", { type: "button", class: "open", "aria-current": entry.current ? "page" : null, dir: "auto" }, entry.title),
    make("button", { type: "button", class: "square rename", "aria-label": entry.rename, title: entry.rename }, icon("M4 20h4L19 9l-4-4L4 16z")),
    make("button", { type: "button", class: "square delete", "aria-label": entry.delete, title: entry.delete, "data-confirm": entry.confirm }, icon("M6 6l12 12", "M18 6 6 18")),
  );
}

function askTitle(line, labels, opener, rename) {
  const field = make("input", { type: "text", class: "title", maxlength: "80", "aria-label": labels.title });
  field.value = line.querySelector(".open").textContent;
  const cancel = make("button", { type: "button", class: "no" }, labels.cancel);
  const form = make("form", { class: "asking" }, field, make("button", { type: "submit", class: "yes" }, labels.save), cancel);
  const back = instead(line, form, field, opener);
  field.select();
  cancel.onclick = back;
  form.onsubmit = (event) => {
    event.preventDefault();
    rename(field.value);
  };
}

function draw(root, data) {
  root.heading.textContent = data.title;
  root.fresh.textContent = data.new;
  root.field.hidden = !data.find;
  root.field.placeholder = data.find;
  root.field.setAttribute("aria-label", data.find);
  let left = root.all ? Infinity : data.few;
  const shown = [];
  let hidden = 0;
  for (const group of data.groups) {
    const entries = group.entries.slice(0, Math.max(0, left));
    hidden += group.entries.length - entries.length;
    left -= entries.length;
    if (entries.length) {
      shown.push(make("h3", {}, group.day), make("ul", {}, entries.map(lineElement)));
    }
  }
  root.list.replaceChildren(
    ...shown,
    ...(data.none ? [make("p", { class: "none" }, data.none)] : []),
    ...(hidden ? [make("button", { type: "button", class: "more" }, data.more)] : []),
  );
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".history");
  const box = outbox("history");
  settleOutbox(box, data.taken, setTriggerValue);
  if (!root.list) {
    root.heading = make("h2", {});
    root.fresh = make("button", { type: "button", class: "fresh" });
    root.field = fieldElement(box, data.sought);
    root.list = make("nav", {});
    root.append(root.fresh, root.heading, root.field, root.list);
    root.heading.id = "conversations";
    root.list.setAttribute("aria-labelledby", "conversations");
  }
  if (hasChanged(root, { ...data, taken: null })) {
    keepingPlace(root.list, ".talk", () => draw(root, data), root.fresh);
  }
  // Back to another page is Streamlit's: a report beside it would have this page drawn in the other one's place.
  const here = location.pathname;
  const onBack = () => {
    if (!cameBack() && data.parameter && location.pathname === here) {
      put(box, "address", new URLSearchParams(location.search).get(data.parameter) || "");
    }
  };
  const unlisten = listen(window, { popstate: onBack });
  root.onclick = (event) => {
    const button = event.target.closest("button");
    const line = event.target.closest(".talk");
    if (!button) {
      return;
    }
    if (button === root.fresh) {
      put(box, "new", "conversation");
      leaveSidebar();
    } else if (button.classList.contains("more")) {
      root.all = true;
      draw(root, data);
      root.list.querySelectorAll(".open")[data.few].focus();
    } else if (button.classList.contains("open")) {
      put(box, "open", line.dataset.id);
      leaveSidebar();
    } else if (button.classList.contains("rename")) {
      askTitle(line, data.labels, button, (title) => put(box, "rename", JSON.stringify({ id: line.dataset.id, title })));
    } else if (button.classList.contains("delete")) {
      askFirst(line, { ...data.labels, confirm: button.dataset.confirm }, button, () => put(box, "delete", line.dataset.id));
    }
  };
  return () => {
    unlisten();
    leaveOutbox(box, setTriggerValue);
  };
}
