// What the extension keeps: where Dateline is, its token, and the collections that pages went into.

export const DEFAULT_ADDRESS = "http://127.0.0.1:8502";
const MAX_COLLECTIONS = 12;
const EMPTY = { address: DEFAULT_ADDRESS, token: "", collection: "", collections: [] };

/** Keep the storage from scripts of the extension that run in a page: there are none but the one that reads it. */
export function protect() {
  return chrome.storage.local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" });
}

export function load() {
  return chrome.storage.local.get(EMPTY);
}

export function save(changed) {
  return chrome.storage.local.set(changed);
}

/** Choose the collection that pages go into ("" for none); it stays in the menu. */
export async function choose(collection) {
  const { collections } = await load();
  const others = collections.filter((name) => name !== collection);
  await save({ collection, collections: (collection ? [collection, ...others] : others).slice(0, MAX_COLLECTIONS) });
}
