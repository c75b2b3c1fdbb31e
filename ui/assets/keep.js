// A whole answer to take along: copied with its sources, saved with its evidence; and its question asked again.
import { copyText } from "./clipboard.js";
import { icon, make } from "./dom.js";
import { put } from "./outbox.js";

const DRAWINGS = {
  copy: ["M9 9h11v11H9z", "M5 15H4V4h11v1"],
  save: ["M12 4v11", "m7 10 5 5 5-5", "M5 20h14"],
  edit: ["M4 20h4L19 9l-4-4L4 16z"],
  again: ["M20 11a8 8 0 1 0-2.3 6", "M20 5v6h-6"],
  standing: ["M6 17h12l-1.5-2v-4a4.5 4.5 0 0 0-9 0v4z", "M10 20h4"],
};

export function keepElement(tools, isSaving) {
  const offered = Object.entries(DRAWINGS).filter(([name]) => tools.keep[name]);
  const buttons = offered.map(([name, drawing]) => {
    const label = tools.keep[name];
    const expanded = name === "save" ? String(isSaving) : null;
    return make(
      "button",
      { type: "button", class: "tool keep-tool", [`data-${name}`]: tools.key, "aria-label": label, title: label, "aria-expanded": expanded },
      icon(...drawing),
    );
  });
  return make("span", { class: "keeping" }, make("span", { class: "copied", role: "status" }, tools.keep.kept || ""), buttons);
}

function formButtons(forms, key) {
  return Object.entries(forms).map(([form, label]) =>
    make("button", { type: "button", class: "no", "data-pack": JSON.stringify({ key, form }) }, label),
  );
}

export function saveElement(tools) {
  const { keep, key } = tools;
  const markdown = make("button", { type: "button", class: "no", "data-markdown": key }, keep.copy_markdown);
  const line = (label, ...buttons) =>
    make("div", { class: "buttons", role: "group", "aria-label": label }, make("span", { class: "what" }, label), ...buttons);
  return make("div", { class: "saving" }, line(keep.this, ...formButtons(keep.forms, key), markdown), line(keep.all, ...formButtons(keep.forms, "")));
}

export async function copyAnswer(root, key, form) {
  const line = root.querySelector(`[data-tools="${CSS.escape(key)}"]`);
  const { keep } = line.tools;
  const done = await copyText(keep[form]);
  const status = line.querySelector(".copied");
  status.textContent = done ? keep.copied : keep.refused;
  setTimeout(() => {
    status.textContent = "";
  }, 4000);
}

// Hands a file to the browser's downloads, once.
let saved = "";

export function saveFile(box, file) {
  if (!file || saved === file.id) {
    return;
  }
  saved = file.id;
  const address = URL.createObjectURL(new Blob([file.text], { type: `${file.type};charset=utf-8` }));
  const link = make("a", { href: address, download: file.name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  put(box, "saved", file.id);
}
