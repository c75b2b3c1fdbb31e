// The turns of a conversation. What has not changed is not drawn anew, so focus and scrolling stay where they are.
import { answerElement } from "./answer.js";
import { hasChanged, make } from "./dom.js";
import { draftElement } from "./draft.js";
import { outbox } from "./outbox.js";
import { focusedIn, reopenForm } from "./tools.js";

const AWAY_MS = 5000; // after which a question that nobody took says that the server is away

function questionButtons(questions) {
  return questions.map((question) =>
    make("li", {}, make("button", { type: "button", class: "chip", "data-ask": question, dir: "auto" }, question)),
  );
}

function welcomeElement(welcome) {
  return make(
    "section",
    { class: "welcome" },
    make("h1", {}, welcome.title),
    make("p", {}, welcome.text),
    welcome.questions.length ? make("h2", {}, welcome.suggestions) : null,
    welcome.questions.length ? make("ul", { class: "chips" }, questionButtons(welcome.questions)) : null,
  );
}

export function drawWelcome(place, welcome) {
  if (hasChanged(place, welcome)) {
    place.replaceChildren(...(welcome ? [welcomeElement(welcome)] : []));
  }
}

function turnElement(turn, asked, opened) {
  return make(
    "article",
    { class: "turn", tabindex: "-1" },
    turn.question ? make("h2", { class: "question", dir: "auto" }, make("span", { class: "hidden" }, asked + " "), make("bdi", {}, turn.question)) : null,
    turn.draft ? draftElement(turn.key) : null,
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

const received = new Map(); // turns, by the hash of their content

// The turns themselves, with what the browser has of them already; null if one is lacking, and is to be asked for.
export function turnsOf(data) {
  const turns = data.turns.map((one) => {
    if (one.turn) {
      received.set(one.hash, one.turn);
    }
    return { hash: one.hash, turn: received.get(one.hash) };
  });
  if (turns.some((one) => !one.turn)) {
    return null;
  }
  for (const hash of received.keys()) {
    if (!data.turns.some((one) => one.hash === hash)) {
      received.delete(hash);
    }
  }
  return turns;
}

function drawTurn(root, log, place, turn, data) {
  const element = turnElement(turn, data.asked, data.opened);
  if (place >= log.children.length) {
    log.append(element);
    reopenForm(root, element);
    return;
  }
  const focused = focusedIn(log.children[place]);
  log.children[place].replaceWith(element);
  reopenForm(root, element);
  const again = focused && (element.querySelector(focused) || element.querySelector(".tool"));
  if (again) {
    again.focus({ preventScroll: true });
  }
}

// Returns whether the newest turn should be brought to the top: it is new, or its answer has come while it was in view.
export function drawTurns(root, log, turns, data) {
  const before = log.children.length;
  let changed = false;
  const known = log.known || (log.known = []);
  turns.forEach(({ hash, turn }, place) => {
    if (known[place] !== hash) {
      known[place] = hash;
      changed ||= place === turns.length - 1;
      drawTurn(root, log, place, turn, data);
    }
  });
  if (log.children.length > before || !changed) {
    return changed;
  }
  const top = log.lastElementChild.getBoundingClientRect().top;
  return top >= 0 && top < window.innerHeight;
}

// Questions that have been sent and not been taken yet stand where their turns will, so that none seems lost.
export function drawSending(place, questions, data) {
  const slow = questions.length && Date.now() - outbox("conversation").since > AWAY_MS;
  if (hasChanged(place, [questions, slow])) {
    place.replaceChildren(
      ...questions.map((question) => make("p", { class: "question", dir: "auto" }, question)),
      ...(questions.length ? [make("p", { class: "waiting", role: "status" }, slow ? data.away : data.sending)] : []),
    );
  }
}

export function showOpened(root, opened) {
  for (const mark of root.querySelectorAll(".mark")) {
    if (mark.dataset.open === opened) {
      mark.setAttribute("aria-current", "true");
    } else {
      mark.removeAttribute("aria-current");
    }
  }
}
