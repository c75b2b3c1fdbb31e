// What concerns the whole page: that what was pressed is on its way, and that the server is away. Streamlit's own notice
// of that speaks to programmers, and lies over what could be read meanwhile.
import { isAnythingWaiting, hastenAll } from "./outbox.js";
import { events, listen } from "./page.js";
import { leaveSidebar } from "./sidebar.js";
import { SELECTORS } from "./streamlit.js";

const BUSY_AFTER_MS = 300;
const AWAY_AFTER_MS = 1500; // a connection that is only made anew is not worth a word

function isAway() {
  return Boolean(document.querySelector(SELECTORS.away));
}

// Returns what calls ``ask`` once the server is back. It may be another one, or have forgotten this page: it knows no
// part of it that could be drawn by itself. Streamlit asks such a one for the whole page only if something was on its
// way when the first one went.
function askOnReturn(ask) {
  let away = isAway();
  return () => {
    if (away && !isAway()) {
      ask();
    }
    away = isAway();
  };
}

// Calls ``show`` with what ``holds`` says: at once when that is no longer so, after a while when it has begun to be.
function lasting(holds, wait_ms, show) {
  let waiting = 0;
  return () => {
    if (!holds()) {
      clearTimeout(waiting);
      waiting = 0;
      show(false);
    } else if (!waiting) {
      waiting = setTimeout(() => show(holds()), wait_ms);
    }
  };
}

function closeNotices(changes) {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  added.filter((node) => node.matches?.(SELECTORS.dialog)).forEach((notice) => notice.querySelector("button")?.click());
}

function foldOnLink(event) {
  if (event.target.closest?.(SELECTORS.sidebarLink)) {
    leaveSidebar();
  }
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const bar = parentElement.querySelector(".busy");
  const line = parentElement.querySelector(".away");
  const showBusy = lasting(isAnythingWaiting, BUSY_AFTER_MS, (busy) => bar.toggleAttribute("hidden", !busy));
  const showAway = lasting(isAway, AWAY_AFTER_MS, (away) => {
    line.textContent = away ? data.away : "";
  });
  const askAgain = askOnReturn(() => {
    hastenAll();
    setTriggerValue("back", true);
  });
  const states = new MutationObserver(() => {
    showAway();
    askAgain();
  });
  const dialogs = new MutationObserver((changes) => isAway() && closeNotices(changes));
  states.observe(document.querySelector(SELECTORS.app), { attributes: true });
  dialogs.observe(document.body, { childList: true });
  const unlisten = [listen(events, { outbox: showBusy }), listen(document, { click: foldOnLink })];
  showAway();
  showBusy();
  return () => {
    states.disconnect();
    dialogs.disconnect();
    unlisten.forEach((stop) => stop());
  };
}
