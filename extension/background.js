// One click sends the page as it is rendered; the badge says what became of it.

import { Refusal, add } from "./server.js";
import { choose, load, protect } from "./settings.js";

const BADGES = { new: "new", updated: "upd.", unchanged: "same", duplicate: "copy" };
const TITLES = { new: "New", updated: "Updated", unchanged: "Not changed since it was added", duplicate: "Is there already" };
const WORKING = "…";
const FAILED = "!";
const BLUE = "#1d4f7c";
const RED = "#a32020";
const OTHER = "other";
const CHOICE = "collection:";

const working = new Set(); // ids of tabs
let menu = Promise.resolve(); // drawn, or being drawn

protect();
chrome.runtime.onInstalled.addListener(({ reason }) => {
  drawMenu();
  if (reason === "install") {
    chrome.runtime.openOptionsPage();
  }
});
chrome.runtime.onStartup.addListener(drawMenu);
chrome.storage.onChanged.addListener((changed) => {
  if (changed.collections || changed.collection) {
    drawMenu();
  }
});
chrome.contextMenus.onClicked.addListener(({ menuItemId }) => {
  if (menuItemId === OTHER) {
    chrome.runtime.openOptionsPage();
  } else {
    choose(menuItemId.slice(CHOICE.length));
  }
});
chrome.action.onClicked.addListener((tab) => {
  if (!working.has(tab.id)) {
    working.add(tab.id);
    send(tab).finally(() => working.delete(tab.id));
  }
});

/** Send the page of a tab, and show what became of it. */
async function send(tab) {
  const { address, token, collection } = await load();
  if (!token) {
    show(tab, FAILED, "Not connected to Dateline yet: see the extension's options.");
    chrome.runtime.openOptionsPage();
    return;
  }
  show(tab, WORKING, "Adding this page to Dateline …");
  try {
    const article = await add({ address, token }, await read(tab), collection);
    if (article.error) {
      throw new Refusal(article.error);
    }
    const into = collection ? `, in the collection ${collection}` : "";
    show(tab, BADGES[article.status] ?? article.status, `${TITLES[article.status] ?? article.status}: ${article.title}${into}`);
  } catch (error) {
    show(tab, FAILED, `Not added: ${error.message}`);
  }
}

/** Return the address of a tab and its page as it is rendered now; of what is no HTML only the address. */
async function read(tab) {
  if (!/^https?:/.test(tab.url ?? "")) {
    throw new Refusal("this is no page of the web.");
  }
  const [{ result }] = await chrome.scripting.executeScript({ target: { tabId: tab.id }, func: rendered });
  return result === null ? { url: tab.url } : { url: tab.url, html: result };
}

// Runs in the page, in a world of its own: the page's scripts neither see it nor change what it calls.
function rendered() {
  return /html/.test(document.contentType) ? document.documentElement.outerHTML : null;
}

function show({ id: tabId }, text, title) {
  chrome.action.setBadgeBackgroundColor({ tabId, color: text === FAILED ? RED : BLUE });
  chrome.action.setBadgeText({ tabId, text });
  chrome.action.setTitle({ tabId, title });
}

/** Draw the icon's menu, which says what collection pages go into; one drawing at a time. */
function drawMenu() {
  menu = menu.then(drawItems, drawItems);
}

async function drawItems() {
  const { collection, collections } = await load();
  await chrome.contextMenus.removeAll();
  const item = (name, title) =>
    chrome.contextMenus.create({
      id: `${CHOICE}${name}`,
      contexts: ["action"],
      type: "radio",
      title,
      checked: name === collection,
    });
  item("", "Into no collection");
  collections.forEach((name) => item(name, `Into ${name.replaceAll("&", "&&")}`));
  chrome.contextMenus.create({ id: OTHER, contexts: ["action"], title: "Another collection …" });
}
