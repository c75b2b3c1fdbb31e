// Requests to Dateline's server. They are sent by the extension itself, so no page sees them.

const WAIT_S = 10;
const MAX_LOOKS = 20; // at a job that is not done yet: some three minutes

/** An error whose message is shown to the user. */
export class Refusal extends Error {}

/**
 * Return what the server answers, parsed.
 * @param {{address: string, token?: string}} server
 * @param {string} path
 * @param {RequestInit} [options]
 * @throws {Refusal} it cannot be reached, or refuses; the message says what to do.
 */
async function request(server, path, options = {}) {
  const headers = { "Content-Type": "application/json" };
  if (server.token) {
    headers.Authorization = `Bearer ${server.token}`;
  }
  let response;
  try {
    response = await fetch(`${server.address}${path}`, { ...options, headers, credentials: "omit", redirect: "error" });
  } catch {
    throw new Refusal(`No Dateline answers at ${server.address}. Is it running?`);
  }
  const body = await response.json().catch(() => null);
  if (!body) {
    throw new Refusal(`What answers at ${server.address} is not Dateline's interface for programs.`);
  }
  if (response.status === 401) {
    throw new Refusal("Dateline does not know this extension any more. Connect it again in its options.");
  }
  if (!response.ok) {
    throw new Refusal([body.detail, body.hint].filter(Boolean).join(" "));
  }
  return body;
}

/** Exchange a code that Dateline's page shows for a token that may only add. */
export async function pair(address, code) {
  const { token } = await request({ address }, "/pairing", { method: "POST", body: JSON.stringify({ code }) });
  return token;
}

/**
 * Add a page and return what became of it.
 * @param {{address: string, token: string}} server
 * @param {{url: string, html?: string}} page without html, the server fetches the address.
 * @param {string} collection "" for none
 * @returns {Promise<{status: string, title: string, error: string | null}>}
 */
export async function add(server, page, collection) {
  const query = new URLSearchParams({ wait_s: WAIT_S, ...(collection && { collection }) });
  let job = await request(server, `/articles?${query}`, { method: "POST", body: JSON.stringify(page) });
  for (let looks = 0; job.state === "open" && looks < MAX_LOOKS; looks += 1) {
    job = await request(server, `/jobs/${job.number}?wait_s=${WAIT_S}`);
  }
  if (job.state === "open") {
    throw new Refusal("Dateline has the page, and is still at work on it.");
  }
  return job.articles[0];
}
