import { make } from "./dom.js";
import { put } from "./outbox.js";

const FIND_WAIT_MS = 200; // after the last key, before the list is asked for

// The field stays the same element for good, so that typing goes on while the list under it changes. ``sought`` is what
// the list is narrowed to already: the page may have been left for the other one and come back.
export function fieldElement(box, sought) {
  const field = make("input", { type: "search", class: "find", autocomplete: "off", spellcheck: "false" });
  field.value = sought;
  let waiting = 0;
  const find = (wait_ms) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => put(box, "find", field.value), wait_ms);
  };
  field.oninput = () => find(FIND_WAIT_MS);
  field.onkeydown = (event) => {
    if (event.key === "Escape" && field.value) {
      event.preventDefault(); // the article that is open stays so
      field.value = "";
      find(0);
    }
  };
  return field;
}
