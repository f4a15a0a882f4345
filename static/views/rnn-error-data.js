/** How long gradients are at each time step, as a frame tells of one run. */
import { alone } from "../focus.js";
import { norm, sequence } from "./rnn-sequence.js";
import { diverged } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {object} Told
 * @property {number} T
 * @property {number} length      steps of this sequence
 * @property {number} time        in focus
 * @property {number} last        the last step whose loss counts
 * @property {boolean} alone      whether it is the only one that counts
 * @property {boolean} over       whether its run has diverged: its numbers are beyond telling
 * @property {number[]} norms     ‖∂L/∂A_t‖
 * @property {number[]} own       of that by way of Y_t
 * @property {number[]} cuts      steps whose error does not go to the step before
 * @property {number} before      ‖∂J/∂W‖ before clipping
 * @property {number} after       and after it
 * @property {number} clip        0: none
 * @property {number[]} influence ‖∂A_t/∂A‖ of the state before t0: first 1; empty where it is not told
 * @property {{name: string, shares: number[]}[]} matrices    of each parameter how long each step's share of its gradient is
 */

/** @param {Frame} frame @param {number} lane @returns {Told | null} null before it has come */
export function told(frame, lane) {
  const one = alone(frame, lane);
  const now = sequence(one);
  const { da, own, mask, goes_on, norms, shares, influence } = one.arrays;
  if (!now || !da || !own || !mask || !goes_on || !norms || da.shape[0] !== now.T) return null;
  const { T, length, time } = now;
  const counting = [...mask.data.keys()].filter((t) => mask.data[t] > 0);
  const each = (/** @type {string} */ name) => Array.from({ length }, (_, t) => norm(now.row(name, t)));
  return {
    T, length, time,
    last: counting.at(-1) ?? length - 1,
    alone: counting.length === 1,
    over: diverged(frame, lane),
    norms: each("da"),
    own: each("own"),
    cuts: Array.from({ length }, (_, t) => t).filter((t) => t && !goes_on.data[t]),
    before: norms.data[0],
    after: norms.data[1],
    clip: Number(one.config.clip ?? 0),
    influence: influence?.data.length === T + 1 ? [...influence.data].slice(0, length + 1) : [],
    matrices: shares ? matrices(one, now.letters).map((name, k) => ({ name, shares: Array.from({ length }, (_, t) => now.row("shares", t)[k]) })) : [],
  };
}

/** The names of the matrices in the order of their weights (Shape.parameters of engine/recurrent.py), written W_ax, i.
 * @param {Frame} frame @param {string[]} letters */
function matrices({ config }, letters) {
  const bias = config.bias !== false;
  const suffix = (/** @type {string} */ letter) => (letter ? ` ${letter}` : "");
  const cell = letters.flatMap((letter) => ["W_ax", ...(bias ? ["b_a"] : []), "W_aa"].map((name) => name + suffix(letter)));
  return config.readout === false ? cell : [...cell, ...(bias ? ["b_y"] : []), "W_ya"];
}
