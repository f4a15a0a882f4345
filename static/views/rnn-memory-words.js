/** What stands in a cell, letter by letter, in words; and which unit remembers. */
import { num } from "../format.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {"signed" | "gate"} Kind
 * @typedef {{letter: string, name: string, kind: Kind, array: string, at: number, meaning: string}} Part
 *   array, at: in which array of a frame it is, and behind how many columns
 */

const STATE = { letter: "A", name: "state", kind: /** @type {Kind} */ ("signed"), array: "a", at: 0 };
/** @type {Record<string, [string, Kind, string]>} */
const GATES = {
  i: ["input gate", "gate", "near 1 it lets the candidate g into c."],
  f: ["forget gate", "gate", "near 1 it keeps c, near 0 it clears it."],
  o: ["output gate", "gate", "near 1 it shows c in A."],
  g: ["candidate", "signed", "what is offered to c; i says how much of it goes in."],
  z: ["update gate", "gate", "near 1 it keeps A, near 0 n takes its place."],
  r: ["reset gate", "gate", "near 0 the candidate n does not see the state before."],
  n: ["candidate", "signed", "what is offered to A; z says how much of A stays instead."],
};

/** What can be looked at in such a cell. @param {Sequence} now @returns {Part[]} */
export function partsOf({ letters, H, has }) {
  /** @type {Part[]} */
  const parts = [{ ...STATE, meaning: has("c") ? "what of c goes on to the next step, and to Y." : "what goes on to the next step, and to Y." }];
  if (has("c")) parts.push({ letter: "c", name: "cell state", kind: "signed", array: "c", at: 0, meaning: "what gates write, keep and read; it is never multiplied by W." });
  if (letters.length > 1)
    for (const [k, letter] of letters.entries()) {
      const [name, kind, meaning] = GATES[letter];
      parts.push({ letter, name, kind, array: "gates", at: k * H, meaning });
    }
  return parts;
}

/** A part's value of a unit at a time step. @param {Sequence} now @param {Part} part @param {number} t @param {number} u */
export function valueOf(now, { array, at }, t, u) {
  return now.row(array, array === "gates" ? t : t + 1)[at + u];
}

/** The unit whose state goes with what is to be remembered; −1 where nobody knows. @param {Frame} frame */
export function best({ arrays: { follows } }) {
  let most = -1;
  for (const [u, r] of follows?.data.entries() ?? []) if (most < 0 || Math.abs(r) > Math.abs(follows.data[most])) most = u;
  return most;
}

/** @param {Frame} frame @param {Sequence} now  @returns {[string, string, string]} the sentence, r in its middle */
export function following(frame, { remembered, H, m }) {
  const unit = best(frame);
  if (unit < 0 || unit >= H || !remembered) return ["", "", ""];
  const r = frame.arrays.follows.data[unit];
  const seen = Math.min(m, frame.arrays.sizes.data[6]);
  const what = frame.config.task === "addition" ? "pairs" : "sequences";
  const over = seen < m ? `${seen} of ${m} ${what}` : `all ${m} ${what}`;
  const whether = remembered.startsWith("whether");
  const weak = Math.abs(r) < 0.3;
  const stepwise = weak ? Math.max(0, ...(frame.arrays.follows_stepwise?.data ?? [])) : 0;
  const turning = stepwise > 0.6 ? ` At each step by itself unit ${[...frame.arrays.follows_stepwise.data].indexOf(stepwise) + 1} tells it with |r| = ${num(stepwise, 2)}: its sign turns on the way.` : "";
  const does = weak
    ? `No unit by itself ${whether ? "tells" : "follows"} ${remembered} at all steps: the nearest, unit ${unit + 1}, has `
    : whether ? `Unit ${unit + 1} tells best ${remembered}: ` : `Unit ${unit + 1} follows ${remembered} best: `;
  return [does, num(r, 2), ` over ${over}${r < 0 && !weak ? ": it falls where that rises" : ""}.${turning}`];
}
