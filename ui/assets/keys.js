// Keys that work wherever nothing is being typed, and the list of all keys.
function isTyping(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function keysElement(data) {
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
function wireKeys(form) {
  const onKey = (event) => {
    const target = event.composedPath()[0];
    if (isTyping(target) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      form.field.focus();
    } else if (event.key === "a") {
      document.dispatchEvent(new CustomEvent("dateline-newest"));
    } else if (event.key === "?") {
      event.preventDefault();
      form.keys.showModal();
    }
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
