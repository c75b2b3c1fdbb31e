// The conversation: what is drawn where, and what each click in it does.
import { wireCard } from "./card.js";
import { make, rememberOpener } from "./dom.js";
import { drawDrafts } from "./draft.js";
import { copyAnswer, saveFile } from "./keep.js";
import { keepLooking } from "./looking.js";
import { leaveOutbox, outbox, put, questionsOf, settleOutbox } from "./outbox.js";
import { announce, conversation as page, events, listen } from "./page.js";
import { judgement, leaveTools, startJudging, stopJudging, toggleSaving } from "./tools.js";
import { drawSending, drawTurns, drawWelcome, showOpened, turnsOf } from "./turns.js";

let shown = null; // the id of the conversation that was drawn last

function build(root, data) {
  root.top = make("div", {});
  root.log = make("div", { role: "log", "aria-live": "polite", "aria-label": data.name });
  root.sending = make("div", { class: "sending" });
  root.end = make("div", {});
  root.append(root.top, root.log, root.sending, root.end);
}

// Nothing of another conversation stays, nor a verdict begun there; one begun here outlives a rebuild.
function turnTo(root, conversation) {
  if (root.conversation !== conversation) {
    root.conversation = conversation;
    root.log.replaceChildren();
    root.log.known = [];
  }
  if (shown !== conversation) {
    shown = conversation;
    leaveTools();
  }
}

function bringNewest(root) {
  const newest = root.log.lastElementChild;
  newest.scrollIntoView({ block: "start" });
  if (root.asked) {
    root.asked = false;
    newest.focus({ preventScroll: true });
  }
}

function draw(root, turns, data) {
  turnTo(root, data.conversation);
  drawWelcome(root.top, data.welcome);
  const moved = drawTurns(root, root.log, turns, data);
  drawDrafts(root, data.drafts || {});
  showOpened(root, data.opened);
  root.end.replaceChildren(
    ...(data.status ? [make("p", { class: "status", role: "status" }, data.status)] : []),
  );
  if (moved) {
    bringNewest(root);
  }
}

function takeUp(box, root, data, setTriggerValue) {
  const drawSent = () => drawSending(root.sending, questionsOf(box), data);
  box.onChange = () => {
    drawSent();
    if (questionsOf(box).length) {
      root.sending.scrollIntoView({ block: "nearest" });
    }
  };
  settleOutbox(box, data.taken, setTriggerValue);
  drawSent();
}

function questionOf(root, key) {
  return root.querySelector(`[data-tools="${CSS.escape(key)}"]`).tools.keep.question;
}

const ASKING = ["ask", "alone", "everywhere", "quoted"];

function press(root, box, button) {
  const { explain, verdict, cancel, open, copy, markdown, save, pack, again, edit, standing } = button.dataset;
  const asking = ASKING.find((name) => button.dataset[name]);
  if (explain) {
    put(box, "explain", explain);
  } else if (verdict) {
    startJudging(root, button);
  } else if (cancel) {
    stopJudging(root);
  } else if (open) {
    rememberOpener(button);
    put(box, "open", open);
  } else if (copy) {
    copyAnswer(root, copy, "plain");
  } else if (markdown) {
    copyAnswer(root, markdown, "markdown");
  } else if (save) {
    toggleSaving(root, save);
  } else if (pack) {
    put(box, "pack", pack);
  } else if (again) {
    root.asked = true;
    put(box, "ask", questionOf(root, again), true);
  } else if (standing) {
    put(box, "standing", questionOf(root, standing));
  } else if (edit) {
    announce("edit", questionOf(root, edit));
  } else if (asking) {
    root.asked = true;
    put(box, asking, button.dataset[asking], true);
  }
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".conversation");
  if (!root.log) {
    build(root, data);
  }
  const turns = turnsOf(data);
  if (turns) {
    draw(root, turns, data);
    page.drawing = data.drawing || page.drawing;
  }
  const box = outbox("conversation");
  takeUp(box, root, data, setTriggerValue);
  page.answering = data.answering;
  announce("answering");
  saveFile(box, data.file);
  if (!turns) {
    page.drawing = 0; // the number that was named may be one of a server that is gone
    put(box, "lack", "a turn");
  }
  const onNewest = () => {
    const newest = root.log.lastElementChild;
    const article = document.querySelector(".st-key-article");
    if (newest && !(article && article.clientWidth >= window.innerWidth)) {
      newest.scrollIntoView({ block: "start" });
      newest.focus({ preventScroll: true });
    }
  };
  const unlisten = listen(events, { newest: onNewest });
  const unwireCard = wireCard(root);
  const stopLooking = keepLooking(box, data.look_ms, setTriggerValue);
  root.onsubmit = (event) => {
    event.preventDefault();
    put(box, "judge", JSON.stringify(judgement()));
  };
  root.onkeydown = (event) => {
    if (event.key === "Escape" && event.target.closest(".judging")) {
      event.preventDefault(); // the article that is open stays so
      stopJudging(root);
    } else if (event.key === "Escape" && event.target.closest(".saving")) {
      event.preventDefault();
      toggleSaving(root);
    }
    if (event.target.matches(".mark") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      event.target.click();
    }
  };
  root.onclick = (event) => {
    const button = event.target.closest("button, .mark");
    if (button) {
      press(root, box, button);
    }
  };
  return () => {
    unlisten();
    stopLooking();
    unwireCard();
    leaveOutbox(box, setTriggerValue);
  };
}
