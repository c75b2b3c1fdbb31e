// What the user does is kept here until Python reports that it was taken: Streamlit can lose a report that meets a redraw,
// and a server that is gone takes none. It outlives a component that is built anew.
import { announce, conversation } from "./page.js";

const AGAIN_MS = 600;
const MOST_MS = 5000; // between two times: a server that is slow is not made slower by repeated reports
export const UNSENT = "dateline-unsent";
export const DRAFT = "dateline-draft";

export const pageId = `${Date.now()}-${Math.random()}`;
const outboxes = {};

// The outbox of the component ``name``: ``send`` is the trigger of the one that holds it, null while there is none.
export function outbox(name) {
  outboxes[name] ||= { next: 1, waiting: [], send: null, holder: null, timer: 0, tries: 0, due: 0, since: 0, onChange: () => {} };
  return outboxes[name];
}

export function isAnythingWaiting() {
  return Object.values(outboxes).some((box) => box.waiting.length);
}

// What a user typed outlives a reload too, unless the browser keeps nothing.
export function remember(name, text) {
  try {
    sessionStorage.setItem(name, text);
  } catch (refused) {
    console.info("Not kept by the browser", refused);
  }
}

export function remembered(name) {
  try {
    return sessionStorage.getItem(name) || "";
  } catch (refused) {
    return "";
  }
}

export function questionsOf(box) {
  return box.waiting.filter((one) => one.typed).map((one) => one.value);
}

function rememberQuestions(box) {
  remember(UNSENT, questionsOf(box).join("\n"));
}

// Puts an action into the box; a typed one must not have to be typed again.
export function put(box, name, value, typed = false) {
  box.waiting.push({ number: box.next, name, value: String(value), at: Date.now(), typed });
  box.next += 1;
  box.since = box.waiting.length === 1 ? Date.now() : box.since;
  if (typed) {
    rememberQuestions(box);
  }
  announce("outbox");
  sendAll(box);
}

function sendAll(box) {
  clearTimeout(box.timer);
  box.onChange();
  if (!box.waiting.length || !box.send) {
    return;
  }
  box.send("actions", JSON.stringify({ page: pageId, drawing: conversation.drawing, actions: box.waiting }));
  box.due = Date.now() + Math.min(MOST_MS, AGAIN_MS * 2 ** box.tries);
  box.tries += 1;
  sendLater(box);
}

// Sends again when it is due, however often the page is redrawn until then.
function sendLater(box) {
  clearTimeout(box.timer);
  box.timer = box.waiting.length ? setTimeout(() => sendAll(box), Math.max(0, box.due - Date.now())) : 0;
}

// The server is there, and quick enough: the next report follows as soon as the first one did.
function hasten(box) {
  box.tries = 0;
  box.due = Math.min(box.due, Date.now() + AGAIN_MS);
}

export function hastenAll() {
  Object.values(outboxes).forEach(hasten);
}

// To be called at each redraw, with the numbers of the actions that were taken from each box; what is left is sent again in time. An action
// is let go by the redraw of its own component, which shows what came of it: that may have been lost while another's
// arrived. For a component that is closed any other may do so.
export function settleOutbox(box, taken, setTriggerValue) {
  box.send = box.holder = setTriggerValue;
  for (const [name, number] of Object.entries(taken.page === pageId ? taken.numbers : {})) {
    if (outbox(name) === box || !outbox(name).send) {
      settleOne(outbox(name), number);
    }
  }
  sendLater(box);
}

function settleOne(box, number) {
  const typed = questionsOf(box).length, before = box.waiting.length;
  box.waiting = box.waiting.filter((one) => one.number > number);
  if (box.waiting.length !== before) {
    hasten(box);
  }
  if (typed !== questionsOf(box).length) {
    rememberQuestions(box);
  }
  announce("outbox");
}

// The component is taken down: what is left waits for the next one. That may stand already, and hold the box.
export function leaveOutbox(box, setTriggerValue) {
  if (box.holder === setTriggerValue) {
    clearTimeout(box.timer);
    box.send = box.holder = null;
  }
}
