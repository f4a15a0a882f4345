/**
 * The few calls that a page makes besides its stream: make a run, ask after it, give it back, hand in a table.
 *
 * @typedef {import("./types.js").Recipe} Recipe
 * @typedef {{run: string, key: string, lab: string, config: import("./types.js").Config, step: number, stream: string}} Made
 */

const LONGEST_ORDER = 60_000; // characters; the server reads 64 KiB

/** The server said no: its status and its sentence. Status 0: it did not answer at all. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message @param {{field?: string, problems?: unknown[], wait?: number}} [details] */
  constructor(status, message, { field, problems, wait } = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.field = field;
    this.problems = problems ?? [];
    this.wait = wait; // seconds until it makes sense to ask again
  }
}

/** The site's root as an absolute address: a page in a frame may have no origin of its own.
 * @param {string} root */
export function base(root) {
  return new URL(`${root}/`, location.href).href.replace(/\/$/, "");
}

/** @param {string} root @param {string} lab @param {Recipe} recipe @returns {Promise<Made>} */
export function makeRun(root, lab, recipe) {
  return call(`${base(root)}/api/runs`, { method: "POST", headers: { "Content-Type": "application/json" }, body: order(lab, recipe) });
}

/** Whether the server takes so long a recipe. @param {Recipe} recipe */
export function fits(recipe) {
  return order("", recipe).length <= LONGEST_ORDER;
}

/** @param {string} lab @param {Recipe} recipe */
function order(lab, { config, changes, at, compare }) {
  return JSON.stringify({ lab, config, changes, step: at ?? 0, ...(compare && { compare }) });
}

/** Nobody looks at it any more; whether the answer comes does not matter. @param {string} root @param {Made} made */
export function dropRun(root, made) {
  const headers = { Authorization: `Bearer ${made.key}` };
  fetch(`${base(root)}/api/runs/${made.run}`, { method: "DELETE", headers, keepalive: true }).catch(() => {});
}

/** Whether a run is still there: "there", "gone", or "away" when the server itself cannot be asked.
 * @param {string} root @param {string} run @returns {Promise<"there" | "gone" | "away">} */
export async function askAfter(root, run) {
  try {
    const { status } = await fetch(`${base(root)}/api/runs/${run}`, { cache: "no-store" });
    return status === 404 || status === 410 ? "gone" : status < 400 ? "there" : "away";
  } catch {
    return "away";
  }
}

/** A student's table or text. @param {string} root @param {"table" | "text"} kind @param {Blob} file
 * @returns {Promise<import("./types.js").HandedIn>} */
export function handIn(root, kind, file) {
  return call(`${base(root)}/api/data?kind=${kind}`, { method: "POST", body: file });
}

/** What a run understands of a text that was handed in, by these settings. @param {string} root @param {string} data
 * @param {Record<string, string>} settings @returns {Promise<import("./types.js").HandedIn>} */
export function readAs(root, data, settings) {
  return call(`${base(root)}/api/data/${data}?${new URLSearchParams(settings)}`, {});
}

/** @param {string} root @param {Made} made */
export function streamAddress(root, made) {
  const address = new URL(made.stream ?? `${base(root)}/api/runs/${made.run}/stream`, `${base(root)}/`);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/** @param {string} address @param {RequestInit} options @returns {Promise<any>} */
async function call(address, options) {
  let response;
  try {
    response = await fetch(address, { ...options, credentials: "omit" });
  } catch {
    throw new Refusal(0, "The server does not answer.");
  }
  if (response.ok) return response.json();
  const wait = Number(response.headers.get("Retry-After")) || undefined;
  const { error } = await response.json().catch(() => ({ error: null }));
  throw new Refusal(response.status, error?.message ?? `The server answered ${response.status}.`, { ...error, wait });
}
