// The question box. What is typed in it is kept by the browser until it has been sent.
const SENDS = ["M5 12h13", "m13 6 6 6-6 6"];

function fit(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function write(form, text) {
  form.field.value = text;
  remember(DRAFT, text);
  form.button.disabled = !text.trim();
  fit(form.field);
}

function build(form) {
  form.field = make("textarea", { class: "field", rows: "1", autocomplete: "off", dir: "auto", enterkeyhint: "send" });
  form.button = make("button", { type: "submit", class: "send" }, icon(...SENDS));
  form.append(form.field, form.button);
  const unsent = remembered(UNSENT); // sent just before the page was loaded again: better asked twice than lost
  write(form, [unsent, remembered(DRAFT)].filter(Boolean).join("\n"));
  remember(UNSENT, "");
}

function send(form) {
  const question = form.field.value;
  if (!question.trim()) {
    return;
  }
  document.datelineLastQuestion = question;
  write(form, "");
  put(outbox("conversation"), "ask", question, true);
}

export default function ({ data, parentElement }) {
  const form = parentElement.querySelector(".asking");
  if (!form.field) {
    build(form);
  }
  form.field.placeholder = data.ask;
  form.field.setAttribute("aria-label", data.ask);
  form.button.setAttribute("aria-label", data.send);
  form.button.title = data.send;
  form.field.oninput = () => write(form, form.field.value);
  form.onsubmit = (event) => {
    event.preventDefault();
    send(form);
    form.field.focus();
  };
  form.field.onkeydown = (event) => {
    const typing = event.isComposing || event.keyCode === 229; // an input method is still putting signs together
    if (event.key === "Enter" && !event.shiftKey && !typing) {
      event.preventDefault();
      send(form);
    } else if (event.key === "ArrowUp" && !form.field.value && document.datelineLastQuestion) {
      event.preventDefault();
      write(form, document.datelineLastQuestion);
    }
  };
  const onEdit = (event) => {
    write(form, event.detail);
    form.field.focus();
    form.field.setSelectionRange(event.detail.length, event.detail.length);
  };
  document.addEventListener("dateline-edit", onEdit);
  return () => document.removeEventListener("dateline-edit", onEdit);
}
