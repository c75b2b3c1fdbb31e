import { pair } from "./server.js";
import { choose, load, save } from "./settings.js";

const at = (id) => document.getElementById(id);

async function draw() {
  const { address, token, collection, collections } = await load();
  at("address").value = address;
  at("connected").hidden = !token;
  at("collection").value = collection;
  at("collections").replaceChildren(...collections.map((name) => new Option(name, name)));
}

/** Return the address as requests begin with it, with the browser's leave to ask there; null without leave. */
async function allowed(written) {
  const { origin, pathname } = new URL(written);
  const granted = await chrome.permissions.request({ origins: [`${origin.replace(/:\d+$/, "")}/*`] });
  return granted ? `${origin}${pathname.replace(/\/+$/, "")}` : null;
}

async function connect() {
  const address = await allowed(at("address").value);
  if (!address) {
    throw new Error("The browser needs your leave to send pages to this address.");
  }
  const token = await pair(address, at("code").value);
  await save({ address, token });
  at("code").value = "";
  await draw();
  at("outcome").textContent = "Connected.";
}

at("connect").addEventListener("submit", (event) => {
  event.preventDefault();
  at("outcome").textContent = "Connecting …";
  connect().catch((error) => {
    at("outcome").textContent = error.message;
  });
});
at("forget").addEventListener("click", async () => {
  await save({ token: "" });
  await draw();
  at("outcome").textContent = "Forgotten here. Revoke the token on Dateline's page as well.";
});
at("choose").addEventListener("submit", async (event) => {
  event.preventDefault();
  await choose(at("collection").value.trim());
  await draw();
  at("chosen").textContent = "Saved.";
});
draw();
