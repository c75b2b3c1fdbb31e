// What the components of a page share. The browser loads a module once, so its variables are those of the whole page.

// Events: "edit" (a question to be put into the box), "answering", "newest" (turn to the newest answer), "outbox".
export const events = new EventTarget();

export function announce(name, detail = null) {
  events.dispatchEvent(new CustomEvent(name, { detail }));
}

// Adds listeners for events by their names; returns what removes them.
export function listen(target, listeners) {
  for (const [name, listener] of Object.entries(listeners)) {
    target.addEventListener(name, listener);
  }
  return () => {
    for (const [name, listener] of Object.entries(listeners)) {
      target.removeEventListener(name, listener);
    }
  };
}

// ``answering``: an answer is on its way; ``drawing``: the number of the drawing of the conversation that is shown.
export const conversation = { answering: false, drawing: 0 };
