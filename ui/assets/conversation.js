// The conversation. What has not changed is not drawn anew, so focus and scrolling stay where they are.
function questionButtons(questions) {
  return questions.map((question) =>
    make("li", {}, make("button", { type: "button", class: "chip", "data-ask": question }, question)),
  );
}

function welcomeElement(welcome) {
  return make(
    "section",
    { class: "welcome" },
    make("h1", {}, welcome.title),
    make("p", {}, welcome.text),
    welcome.questions.length ? make("h2", {}, welcome.suggestions) : null,
    make("ul", { class: "chips" }, questionButtons(welcome.questions)),
  );
}

function drawWelcome(place, welcome) {
  const print = JSON.stringify(welcome);
  if (place.print !== print) {
    place.print = print;
    place.replaceChildren(...(welcome ? [welcomeElement(welcome)] : []));
  }
}

function turnElement(turn, asked, opened) {
  return make(
    "article",
    { class: "turn", tabindex: "-1" },
    turn.question ? make("h2", { class: "question" }, make("span", { class: "hidden" }, asked + " "), turn.question) : null,
    turn.waiting ? make("p", { class: "waiting" }, turn.waiting) : null,
    turn.answer ? answerElement(turn.answer, opened) : null,
    turn.follow_ups ? followUpElement(turn.follow_ups) : null,
  );
}

function followUpElement(followUps) {
  return make(
    "section",
    { class: "follow-ups" },
    make("h3", {}, followUps.title),
    make("ul", { class: "chips" }, questionButtons(followUps.questions)),
  );
}

function reopenForm(root, turn) {
  const line = document.datelineJudging && turn.querySelector(`[data-tools="${CSS.escape(document.datelineJudging.key)}"]`);
  if (!line) {
    return;
  }
  if (line.tools.said) {
    document.datelineJudging = null;
  } else {
    redrawTools(root, document.datelineJudging.key);
  }
}

// Returns whether the newest turn should be brought to the top: it is new, or its answer has come while it was in view.
function drawTurns(root, log, data) {
  const before = log.children.length;
  let changed = false;
  const known = log.known || (log.known = []);
  data.turns.forEach((turn, place) => {
    const print = JSON.stringify([turn, data.asked]);
    if (known[place] === print) {
      return;
    }
    known[place] = print;
    changed ||= place === data.turns.length - 1;
    const element = turnElement(turn, data.asked, data.opened);
    if (place < log.children.length) {
      const focused = focusedIn(log.children[place]);
      log.children[place].replaceWith(element);
      reopenForm(root, element);
      const again = focused && (element.querySelector(focused) || element.querySelector(".tool"));
      if (again) {
        again.focus({ preventScroll: true });
      }
    } else {
      log.append(element);
      reopenForm(root, element);
    }
  });
  if (log.children.length > before || !changed) {
    return changed;
  }
  const top = log.lastElementChild.getBoundingClientRect().top;
  return top >= 0 && top < window.innerHeight;
}

function showOpened(root, opened) {
  for (const mark of root.querySelectorAll(".mark")) {
    if (mark.dataset.open === opened) {
      mark.setAttribute("aria-current", "true");
    } else {
      mark.removeAttribute("aria-current");
    }
  }
}

// Of two reports that Streamlit has not taken up yet, it keeps the later one: no look comes soon after the reader's own.
const LOOK_AFTER_MS = 500;

// A look that reaches Streamlit while it draws the page would have it throw away the conversation and build it anew.
function pageIsIdle() {
  const app = document.querySelector("[data-test-script-state]");
  return !app || app.dataset.testScriptState !== "running";
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".conversation");
  if (!root.log) {
    root.top = make("div", {});
    root.log = make("div", { role: "log", "aria-live": "polite", "aria-label": data.name });
    root.end = make("div", {});
    root.append(root.top, root.log, root.end);
  }
  if (root.conversation !== data.conversation) {
    root.conversation = data.conversation; // nothing of another conversation stays…
    root.log.replaceChildren();
    root.log.known = [];
  }
  if (document.datelineConversation !== data.conversation) {
    document.datelineConversation = data.conversation; // … nor a verdict begun there; one begun here outlives a rebuild
    document.datelineJudging = null;
  }
  drawWelcome(root.top, data.welcome);
  const moved = drawTurns(root, root.log, data);
  showOpened(root, data.opened);
  root.end.replaceChildren(
    ...(data.status ? [make("p", { class: "status", role: "status" }, data.status)] : []),
  );
  if (moved) {
    const newest = root.log.lastElementChild;
    newest.scrollIntoView({ block: "start" });
    if (root.asked) {
      root.asked = false;
      newest.focus({ preventScroll: true });
    }
  }
  const unwireCard = wireCard(root);
  const send = (name, value) => {
    root.sent = Date.now();
    setTriggerValue(name, value);
  };
  const look = () => {
    if (pageIsIdle() && Date.now() - (root.sent || 0) > LOOK_AFTER_MS) {
      setTriggerValue("look", report("again"));
    }
  };
  const looking = data.look_ms ? setInterval(look, data.look_ms) : 0;
  root.onsubmit = (event) => {
    event.preventDefault();
    const { key, verdict, reason, answering } = document.datelineJudging;
    send("judge", report(JSON.stringify({ key, verdict, reason, answering })));
  };
  root.onkeydown = (event) => {
    if (event.key === "Escape" && event.target.closest(".judging")) {
      event.preventDefault(); // the article that is open stays so
      stopJudging(root);
    }
    if (event.target.matches(".mark") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      event.target.click();
    }
  };
  root.onclick = (event) => {
    const button = event.target.closest("button, .mark");
    if (button && button.dataset.explain) {
      send("explain", report(button.dataset.explain));
    } else if (button && button.dataset.verdict) {
      startJudging(root, button);
    } else if (button && button.dataset.cancel) {
      stopJudging(root);
    } else if (button && button.dataset.open) {
      rememberOpener(button);
      send("open", report(button.dataset.open));
    } else if (button && button.dataset.ask) {
      root.asked = true;
      send("ask", report(button.dataset.ask));
    } else if (button && button.dataset.alone) {
      root.asked = true;
      send("alone", report(button.dataset.alone));
    } else if (button && button.dataset.everywhere) {
      root.asked = true;
      send("everywhere", report(button.dataset.everywhere));
    }
  };
  return () => {
    clearInterval(looking);
    unwireCard();
  };
}
