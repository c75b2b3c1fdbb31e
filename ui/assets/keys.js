// Keys that work wherever nothing is being typed, and the list of all keys.
import { isTyping, make } from "./dom.js";
import { announce, listen } from "./page.js";

export function keysElement(data) {
  const rows = data.keys.flatMap((one) => [
    make("dt", {}, one.keys.map((key) => make("kbd", {}, key))),
    make("dd", {}, one.does),
  ]);
  const close = make("button", { type: "button", class: "no" }, data.close);
  const list = make("dialog", { class: "keys", "aria-labelledby": "keys" }, make("h2", { id: "keys" }, data.shortcuts), make("dl", {}, rows), close);
  close.onclick = () => list.close();
  list.onclick = (event) => {
    if (event.target === list) {
      list.close(); // beside the list
    }
  };
  list.onkeydown = (event) => {
    event.stopPropagation(); // Escape closes the list alone; the browser does that by itself
  };
  return list;
}

// Returns what takes the keys away again.
export function listenToKeys(form) {
  const onKey = (event) => {
    const target = event.composedPath()[0];
    if (isTyping(target) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      form.field.focus();
    } else if (event.key === "a") {
      announce("newest");
    } else if (event.key === "?") {
      event.preventDefault();
      form.keys.showModal();
    }
  };
  return listen(document, { keydown: onKey });
}
