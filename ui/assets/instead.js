// What stands in a line for a moment: a question before something is removed, a field for a title.
import { make } from "./dom.js";

// Returns what takes it away again and brings the keyboard back to the button that it came from; Escape does so too.
export function instead(line, element, focus, opener) {
  const back = () => {
    element.remove();
    line.classList.remove("asked");
    opener.focus();
  };
  element.onkeydown = (event) => {
    if (event.key === "Escape") {
      event.preventDefault(); // the article that is open stays so
      back();
    }
  };
  line.classList.add("asked");
  line.append(element);
  focus.focus();
  return back;
}

export function askFirst(line, labels, opener, remove) {
  const yes = make("button", { type: "button", class: "yes" }, labels.yes);
  const no = make("button", { type: "button", class: "no" }, labels.no);
  const question = make("div", { class: "asking", role: "group", "aria-label": labels.confirm }, make("p", {}, labels.confirm), yes, no);
  const back = instead(line, question, no, opener);
  no.onclick = back;
  yes.onclick = () => {
    back(); // the keyboard waits there until the line is gone
    remove();
  };
}
