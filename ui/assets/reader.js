// The article beside the chat: set for reading, its quoted words marked, the chosen ones in view.
function pieces(segments) {
  return segments.map((segment) =>
    segment.emphasis ? make("mark", { class: segment.emphasis }, segment.text) : segment.text,
  );
}

function lineOf(parts) {
  return parts.flatMap((part, place) => [place ? " · " : "", ...pieces([part])]);
}

function articleElement(data) {
  const paragraphs = data.paragraphs.map((one) => make("p", { class: one.lines ? "lines" : null }, pieces(one.segments)));
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": data.title.text },
    make(
      "div",
      { class: "sheet" },
      make("h2", {}, pieces([data.title])),
      make("p", { class: "line" }, lineOf(data.line)),
      data.notice ? make("p", { class: "notice" }, data.notice) : null,
      data.quote ? make("blockquote", {}, data.quote) : null,
      paragraphs,
    ),
  );
}

function barElement(labels, copyable, only) {
  return make(
    "div",
    { class: "bar" },
    copyable ? make("button", { type: "button", class: "action copy" }, icon("M9 9h11v11H9z", "M5 15H4V4h11v1"), make("span", {}, labels.copy)) : null,
    only ? make("button", { type: "button", class: "action only" }, icon("M4 5h16l-6 7v6l-4 2v-8z"), make("span", {}, only)) : null,
    make("span", { class: "hidden told", role: "status" }),
    make("button", { type: "button", class: "action close", "aria-label": labels.close, title: labels.close }, icon("M6 6l12 12", "M18 6 6 18")),
  );
}

function bringIntoView(scroll) {
  const chosen = scroll.querySelector("mark.chosen");
  if (chosen) {
    const gap = Math.max(0, (scroll.clientHeight - chosen.offsetHeight) / 3);
    scroll.scrollTop += chosen.getBoundingClientRect().top - scroll.getBoundingClientRect().top - gap;
  }
}

function wireCopy(frame, data) {
  const button = frame.querySelector(".copy");
  if (!button) {
    return;
  }
  const label = button.querySelector("span");
  button.onclick = async () => {
    const done = await copyText(data.copy);
    label.textContent = frame.querySelector(".told").textContent = done ? data.labels.copied : data.labels.refused;
    button.focus();
    setTimeout(() => {
      label.textContent = data.labels.copy;
    }, 2000);
  };
}

// Where the article lies over the chat, Tab must not wander off into what it covers.
function keepInside(event, frame) {
  const stops = [...frame.querySelectorAll("button, [tabindex='0']")];
  const place = stops.indexOf(frame.getRootNode().activeElement);
  const leaving = event.shiftKey ? place <= 0 : place === stops.length - 1;
  if (leaving && frame.clientWidth >= window.innerWidth) {
    event.preventDefault();
    stops.at(event.shiftKey ? -1 : 0).focus();
  }
}

// Draws the article anew; one that was open already stays where it was scrolled to.
function draw(root, data) {
  const another = root.opened !== data.opened;
  const before = root.querySelector(".scroll");
  const place = before ? before.scrollTop : 0;
  const focused = before && before.matches(":focus");
  const chose = root.chose;
  root.chose = false;
  const frame = make("section", { class: "reader", role: "complementary", "aria-label": data.labels.name });
  frame.append(barElement(data.labels, data.copy, data.only), articleElement(data));
  root.opened = data.opened;
  root.replaceChildren(frame);
  wireCopy(frame, data);
  const scroll = frame.querySelector(".scroll");
  if (another) {
    bringIntoView(scroll);
  } else {
    scroll.scrollTop = place;
  }
  if (chose && !another) {
    frame.querySelector(".only").focus(); // the button that was pressed was drawn anew, with its new words
  } else if (another || focused) {
    scroll.focus({ preventScroll: true });
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".frame");
  const print = JSON.stringify({ ...data, taken: null });
  const box = outbox("reader");
  settleOutbox(box, data.taken, setTriggerValue);
  const close = () => {
    put(box, "close", "reader");
    returnToOpener();
  };
  if (root.print !== print) {
    root.print = print;
    draw(root, data);
  }
  root.querySelector(".close").onclick = close;
  const only = root.querySelector(".only");
  if (only) {
    only.onclick = () => {
      root.chose = true;
      put(box, "only", "article");
    };
  }
  const onKey = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      close();
    } else if (event.key === "Tab") {
      keepInside(event, root.firstElementChild);
    }
  };
  document.addEventListener("keydown", onKey);
  return () => {
    document.removeEventListener("keydown", onKey);
    leaveOutbox(box);
  };
}
