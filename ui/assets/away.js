// Says that the server is away. Streamlit's own notice speaks to programmers, and lies over what could be read meanwhile.
const AWAY_AFTER_MS = 1500; // a connection that is only made anew is not worth a word

function closeNotice(notice) {
  notice.querySelector("button")?.click();
}

export default function ({ data, parentElement }) {
  const notice = parentElement.querySelector(".away");
  const app = document.querySelector("[data-test-connection-state]");
  const isAway = () => app.dataset.testConnectionState !== "CONNECTED";
  let waiting = 0;
  const tell = () => {
    notice.textContent = isAway() ? data.away : "";
  };
  const look = () => {
    clearTimeout(waiting);
    waiting = isAway() ? setTimeout(tell, AWAY_AFTER_MS) : 0;
    if (!isAway()) {
      tell();
    }
  };
  const opened = (changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    added.filter((node) => isAway() && node.dataset?.testid === "stDialog").forEach(closeNotice);
  };
  const states = new MutationObserver(look);
  const notices = new MutationObserver(opened);
  states.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  notices.observe(document.body, { childList: true });
  return () => {
    clearTimeout(waiting);
    states.disconnect();
    notices.disconnect();
  };
}
