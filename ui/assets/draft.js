// What a language model is writing: its words grow in their place, so nothing around them is drawn anew.
import { make } from "./dom.js";

export function draftElement(key) {
  return make("p", { class: "draft", "data-draft": key, "aria-live": "off", dir: "auto" });
}

export function drawDrafts(root, drafts) {
  for (const words of root.querySelectorAll("[data-draft]")) {
    const text = drafts[words.dataset.draft] || "";
    if (words.textContent !== text) {
      words.textContent = text;
    }
  }
}
