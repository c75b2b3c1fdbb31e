// The question box. What is typed in it is kept by the browser until it has been sent.
import { icon, make } from "./dom.js";
import { keysElement, listenToKeys } from "./keys.js";
import { conversation, events, listen } from "./page.js";
import { DRAFT, UNSENT, outbox, put, remember, remembered } from "./outbox.js";

const SENDS = ["M5 12h13", "m13 6 6 6-6 6"];
const STOPS = ["M7 7h10v10H7z"];

function fit(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function write(form, text) {
  form.field.value = text;
  remember(DRAFT, text);
  fit(form.field);
  form.shown();
}

// While an answer is on its way and nothing is typed, the button stops it.
function showButton(form, data) {
  const count = [...form.field.value].length;
  form.counter.textContent = count > 0.9 * data.most ? data.length.replace("{count}", count).replace("{most}", data.most) : "";
  form.counter.classList.toggle("over", count > data.most);
  const stops = conversation.answering && !form.field.value.trim();
  if (form.stops !== stops) {
    form.stops = stops;
    form.button.replaceChildren(icon(...(stops ? STOPS : SENDS)));
    const label = stops ? data.stop : data.send;
    form.button.setAttribute("aria-label", label);
    form.button.title = label;
  }
  form.button.disabled = !stops && !sendable(form);
}

function sendable(form) {
  return form.field.value.trim() && !form.counter.classList.contains("over");
}

function build(form, data) {
  form.field = make("textarea", { class: "field", rows: "1", autocomplete: "off", dir: "auto", enterkeyhint: "send" });
  form.button = make("button", { type: "submit", class: "send" });
  form.keys = keysElement(data);
  form.help = make("button", { type: "button", class: "help", "aria-label": data.shortcuts, title: data.shortcuts }, "?");
  form.help.onclick = () => form.keys.showModal();
  form.counter = make("output", { class: "length" });
  form.append(form.field, form.counter, form.help, form.button, form.keys);
  form.shown = () => {};
  write(form, [restored(), remembered(DRAFT)].filter(Boolean).join("\n"));
}

// What was sent just before the page was loaded: better asked twice than lost. While it stays loaded, the outbox has it.
let isRestored = false;
let lastQuestion = "";

function restored() {
  if (isRestored) {
    return "";
  }
  isRestored = true;
  const unsent = remembered(UNSENT);
  remember(UNSENT, "");
  return unsent;
}

function send(form) {
  const question = form.field.value;
  if (!sendable(form)) {
    return;
  }
  lastQuestion = question;
  write(form, "");
  put(outbox("conversation"), "ask", question, true);
}

export default function ({ data: [data], parentElement }) {
  const form = parentElement.querySelector(".asking");
  if (!form.field) {
    build(form, data);
  }
  form.field.placeholder = data.ask;
  form.field.setAttribute("aria-label", data.ask);
  form.shown = () => showButton(form, data);
  form.shown();
  form.field.oninput = () => write(form, form.field.value);
  form.onsubmit = (event) => {
    event.preventDefault();
    if (form.stops) {
      put(outbox("conversation"), "stop", "answers");
    }
    send(form);
    form.field.focus();
  };
  form.field.onkeydown = (event) => {
    const typing = event.isComposing || event.keyCode === 229; // an input method is still putting signs together
    if (event.key === "Enter" && !event.shiftKey && !typing) {
      event.preventDefault();
      send(form);
    } else if (event.key === "ArrowUp" && !form.field.value && lastQuestion) {
      event.preventDefault();
      write(form, lastQuestion);
    }
  };
  const onEdit = (event) => {
    write(form, event.detail);
    form.field.focus();
    form.field.setSelectionRange(event.detail.length, event.detail.length);
  };
  const unlisten = listen(events, { edit: onEdit, answering: () => form.shown() });
  const unlistenKeys = listenToKeys(form);
  return () => {
    unlisten();
    unlistenKeys();
  };
}
