// What concerns the whole page: that what was pressed is on its way, and that the server is away. Streamlit's own notice
// of that speaks to programmers, and lies over what could be read meanwhile.
const BUSY_AFTER_MS = 300;
const AWAY_AFTER_MS = 1500; // a connection that is only made anew is not worth a word

function isAway(app) {
  return app.dataset.testConnectionState !== "CONNECTED";
}

function isBusy() {
  return Object.values(document.datelineOutboxes || {}).some((box) => box.waiting.length);
}

// A server that has come back may be another one, or have forgotten this page: it knows no part of it that could be drawn
// by itself. Streamlit asks such a one for the whole page only if something was on its way when the first one went.
function askOnReturn(app, ask) {
  let away = isAway(app);
  return () => {
    if (away && !isAway(app)) {
      ask();
    }
    away = isAway(app);
  };
}

// What was told in vain, less and less often, need not wait that long any more.
function tellSoon() {
  Object.values(document.datelineOutboxes || {}).forEach(hasten);
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
  added.filter((node) => node.dataset?.testid === "stDialog").forEach((notice) => notice.querySelector("button")?.click());
}

function foldOnLink(event) {
  if (event.target.closest?.('[data-testid="stSidebar"] a[href]')) {
    leaveSidebar();
  }
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const bar = parentElement.querySelector(".busy");
  const line = parentElement.querySelector(".away");
  const app = document.querySelector("[data-test-connection-state]");
  const tellBusy = lasting(isBusy, BUSY_AFTER_MS, (busy) => bar.toggleAttribute("hidden", !busy));
  const tellAway = lasting(() => isAway(app), AWAY_AFTER_MS, (away) => {
    line.textContent = away ? data.away : "";
  });
  const askAgain = askOnReturn(app, () => {
    tellSoon();
    setTriggerValue("back", true);
  });
  const states = new MutationObserver(() => {
    tellAway();
    askAgain();
  });
  const dialogs = new MutationObserver((changes) => isAway(app) && closeNotices(changes));
  states.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  dialogs.observe(document.body, { childList: true });
  document.addEventListener("dateline-outbox", tellBusy);
  document.addEventListener("click", foldOnLink);
  tellAway();
  tellBusy();
  return () => {
    states.disconnect();
    dialogs.disconnect();
    document.removeEventListener("dateline-outbox", tellBusy);
    document.removeEventListener("click", foldOnLink);
  };
}
