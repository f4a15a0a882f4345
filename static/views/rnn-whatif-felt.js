/**
 * For how long a change is remembered: ‖A_t − A′_t‖ of the states that two inputs lead to, and what that says in words.
 *
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {object} Felt
 * @property {number} steps            columns that are compared: up to the end of the shorter one, behind which there is nothing to remember
 * @property {boolean} whole           whether both end there
 * @property {number[]} changed        time steps at which the inputs differ
 * @property {Float64Array} difference A − A′, steps × H
 * @property {number[]} norms          its length at each step
 */
import { num } from "../format.js";
import { norm } from "./rnn-sequence.js";
import { brief } from "./rnn-task-said.js";

const GONE = 0.01; // of its peak: below that nothing is felt any more

/** @param {Sequence} s @returns {Felt} */
export function felt(s) {
  const ended = (/** @type {string} */ name) => (s.symbolic ? Array.from({ length: s.T }, (_, t) => t).filter((t) => s.row(name, t)[0] >= 0).length : s.T);
  const [before, now] = [ended("x"), ended("other_x")];
  const steps = Math.max(1, Math.min(before, now));
  const difference = new Float64Array(steps * s.H);
  const norms = [];
  const changed = [];
  for (let t = 0; t < steps; t++) {
    const [a, other] = [s.row("a", t + 1), s.row("other_a", t + 1)]; // row 0 is the state before t0
    const column = difference.subarray(t * s.H, (t + 1) * s.H);
    for (let j = 0; j < s.H; j++) column[j] = a[j] - other[j];
    norms.push(norm(column));
    const [x, x2] = [s.row("x", t), s.row("other_x", t)];
    if (x.some((value, i) => value !== x2[i])) changed.push(t);
  }
  return { steps, whole: before === now, changed, difference, norms };
}

/** @param {Felt} felt */
export function sentence({ steps, whole, changed, norms }) {
  const end = whole ? "the last step" : "the last step that both have";
  if (!changed.length) return "The inputs are the same as before, and so are all states.";
  const [from] = changed;
  const at = changed.length === 1 ? `The change at t${from}` : `What differs from t${from} on`;
  const peak = Math.max(...norms);
  if (!(peak > 0)) return `${at} leaves no trace: all states are the same.`;
  let last = steps - 1;
  while (norms[last] < GONE * peak) last--;
  const size = (/** @type {number} */ t) => `(‖<var>A</var> − <var>A</var>′‖ ${num(norms[t], 2)})`;
  if (from === steps - 1) return `${at}, ${end}, cannot be remembered any longer ${size(last)}.`;
  if (last === steps - 1) return `${at} is still felt at t${last}, ${end} ${size(last)}${norms[last] === peak ? ", and there most of all" : `: ${brief(norms[last] / peak)} of its peak`}.`;
  return `${at} is still felt at t${last} ${size(last)}; it is gone from t${last + 1} on (below 1 % of its peak).`;
}
