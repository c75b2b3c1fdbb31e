// The card of a mark: what it quotes and where that is from, at a glance. It comes with the pointer or the keyboard.
import { isReturning, make } from "./dom.js";

const CARD_GAP_PX = 8;
const CARD_WAIT_MS = 150;
const CARD_LEAVE_MS = 250;

function cardElement() {
  return make("div", { class: "card", id: "card", role: "tooltip", hidden: true });
}

// Below the mark if there is room before the question box, else above it; never wider than the conversation.
function placeCard(card, mark, root) {
  const frame = root.getBoundingClientRect();
  const box = mark.getClientRects()[0];
  const left = Math.min(box.left - frame.left, frame.width - card.offsetWidth);
  const below = box.bottom + CARD_GAP_PX + card.offsetHeight < window.innerHeight - 120;
  const top = below ? box.bottom + CARD_GAP_PX : box.top - CARD_GAP_PX - card.offsetHeight;
  card.style.left = `${Math.max(0, left)}px`;
  card.style.top = `${top - frame.top}px`;
}

// Gives the conversation its card; returns what takes its listeners away again.
export function wireCard(root) {
  const card = root.card || (root.card = root.appendChild(cardElement()));
  let of = null;
  let waiting = 0;

  const hide = () => {
    clearTimeout(waiting);
    if (of) {
      of.removeAttribute("aria-describedby");
    }
    of = null;
    card.hidden = true;
  };
  const show = (mark) => {
    hide();
    if (!mark.isConnected || !mark.card) {
      return;
    }
    of = mark;
    const { quote, lang, title, facts } = mark.card;
    card.replaceChildren(
      make("p", { class: "card-quote", dir: "auto", lang: lang || null }, quote),
      make("p", { class: "card-title", dir: "auto" }, title),
      make("p", { class: "card-facts", dir: "auto" }, facts),
    );
    mark.setAttribute("aria-describedby", card.id);
    card.hidden = false;
    placeCard(card, mark, root);
  };
  const soon = (act, wait_ms) => {
    clearTimeout(waiting);
    waiting = setTimeout(act, wait_ms);
  };

  const wiring = new AbortController();
  const on = (target, type, act, capture = false) =>
    target.addEventListener(type, act, { capture, signal: wiring.signal });
  on(root, "pointerover", (event) => {
    const mark = event.target.closest(".mark");
    if (event.pointerType === "touch") {
      return; // a tap opens the article at once
    }
    if (mark && mark !== of) {
      soon(() => show(mark), CARD_WAIT_MS);
    } else if (mark || event.target.closest(".card")) {
      clearTimeout(waiting);
    }
  });
  on(root, "pointerout", (event) => {
    if (event.target.closest(".mark, .card")) {
      soon(hide, CARD_LEAVE_MS);
    }
  });
  on(root, "focusin", (event) => {
    if (event.target.matches(".mark:focus-visible") && !isReturning()) {
      show(event.target);
    }
  });
  on(root, "focusout", hide);
  on(root, "click", hide);
  const onEscape = (event) => {
    if (event.key === "Escape" && of) {
      event.preventDefault(); // the article that is open stays so
      hide();
    }
  };
  on(document, "keydown", onEscape, true);
  return () => {
    clearTimeout(waiting);
    wiring.abort();
  };
}
