// While something is on its way, a component looks again by itself, but never where a look would disturb.

import { conversation } from "./page.js";
import { SELECTORS } from "./streamlit.js";

// A look that reaches Streamlit while it draws the page would have it throw away the conversation and build it anew.
function pageIsIdle() {
  return !document.querySelector(SELECTORS.running);
}

// Until the other page is there, nothing asks for this one to be drawn again: that would take the place of going there.
const LEAVING_MS = 15000;

let leaving = null;

document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest?.("a[href]")) {
      leaving = { at: Date.now(), from: location.pathname };
    }
  },
  true,
);

// Whether a link was followed and the browser went back before the other page was there; that ends leaving.
export function cameBack() {
  const came = isLeaving();
  leaving = null;
  return came;
}

function isLeaving() {
  return leaving?.from === location.pathname && Date.now() - leaving.at < LEAVING_MS;
}

// A look is answered by a redraw, which begins anew here. Streamlit can lose one; else no second look is sent before:
// where the server or the browser is slow, looks would pile up and make both slower.
const LOST_MS = 2000;

// Has the data looked at every so often, 0 for never; returns what ends that. What the user did goes first: of two
// reports that Streamlit has not taken up yet it keeps the later one. A look names the drawing that the browser has.
export function keepLooking(box, every_ms, setTriggerValue) {
  let sent = 0;
  const look = () => {
    if (Date.now() - sent > LOST_MS && pageIsIdle() && !isLeaving() && !box.waiting.length) {
      sent = Date.now();
      setTriggerValue("look", String(conversation.drawing));
    }
  };
  const looking = every_ms ? setInterval(look, every_ms) : 0;
  return () => clearInterval(looking);
}
