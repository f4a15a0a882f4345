/**
 * The student's own data that this page knows: what the server has understood of them, by their name.
 *
 * @typedef {import("./types.js").HandedIn} HandedIn
 */
import { Refusal, readAs } from "./api.js";

/** @type {Map<unknown, HandedIn>} */
const known = new Map();
/** The settings by which a text is read, where a lab has them, and their usual values. */
const READING = { split: "auto", lowercase: "true" };
/** @type {Map<string, HandedIn | null | undefined>} */
const readings = new Map();

/** Those with which the page begins, and each that is handed in. @param {HandedIn} answer */
export function keep(answer) {
  known.set(answer.data, answer);
}

/** @param {unknown} data  the value of a knob @returns {HandedIn | undefined} undefined of the lab's own */
export function find(data) {
  return known.get(data);
}

/** The same as a run reads them that splits texts otherwise; null: nobody tells, undefined: not told yet. Each is asked for once.
 * @param {string} root @param {unknown} data @param {import("./types.js").Config} config @param {() => void} told  when it is
 * @returns {HandedIn | null | undefined} */
export function asRead(root, data, config, told) {
  const usual = find(data);
  const settings = Object.fromEntries(Object.entries(READING).map(([name, value]) => [name, String(config[name] ?? value)]));
  if (usual?.kind !== "text" || Object.entries(READING).every(([name, value]) => settings[name] === value)) return usual;
  const key = JSON.stringify([data, settings]);
  if (readings.has(key)) return readings.get(key);
  readings.set(key, undefined);
  readAs(root, usual.data, settings)
    .then((answer) => readings.set(key, answer), (error) => {
      if (!(error instanceof Refusal)) throw error;
      readings.set(key, null);
    })
    .then(told);
  return undefined;
}
