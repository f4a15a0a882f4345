/** What a network's outputs mean: a number, which of two classes, or one class of several; and how each is shown. */
import { num, plain } from "../format.js";
import { bandShare } from "./field.js";
import { mix, palette } from "./palette.js";
import { ticks } from "./scales.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {object} Kind
 * @property {number} classes               0: numbers
 * @property {number} K                     outputs
 * @property {number} from @property {number} to      of numbers: the span of the targets
 * @property {number[]} levels              of numbers: round ones within the span and some way beyond, as ŷ may be
 */

const BEYOND = 0.25; // of the targets' span

/** Of classes the server says how many are right; of numbers it does not. @param {Frame} frame @returns {Kind | null} */
export function kindOf({ arrays, scalars }) {
  const { layers, data_y: y, test_y: held } = arrays;
  if (!layers || !y) return null;
  const K = layers.data[layers.data.length - 1];
  const classes = Number.isFinite(scalars.accuracy) ? Math.max(2, K) : 0;
  let [from, to] = [Infinity, -Infinity];
  for (const block of held ? [y, held] : [y]) {
    for (let i = 0; i < block.data.length; i += K) [from, to] = [Math.min(from, block.data[i]), Math.max(to, block.data[i])];
  }
  if (!(to > from)) [from, to] = [from - 0.5, to + 0.5];
  return { classes, K, from, to, levels: ticks(from - BEYOND * (to - from), to + BEYOND * (to - from), 12).values };
}

/** The class that outputs or targets name: the greatest, or of one output which side of ½.
 * @param {ArrayLike<number>} values @param {number} at  of the first @param {number} K */
export function classOf(values, at, K) {
  if (K === 1) return values[at] > 0.5 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < K; k++) if (values[at + k] > values[at + best]) best = k;
  return best;
}

/** A class's own hue; its shape is its number. @param {Kind} kind @param {number} k */
export function hueOf({ classes }, k) {
  const { positive, negative, runs } = palette();
  return classes === 2 ? [negative, positive][k] : runs[k % runs.length];
}

/** A number's own colour: that of the field where ŷ is as much. @param {Kind} kind @param {number} value */
export function tintOf({ levels }, value) {
  const { card, field } = palette();
  return mix(field, card, bandShare(levels.filter((level) => value > level).length, levels.length));
}

/** What a class is called. @param {Kind} kind @param {number} k */
export function className({ K }, k) {
  return K === 1 ? `y = ${k}` : `class ${k + 1}`;
}

/** What is said, in words. @param {Kind} kind @param {ArrayLike<number>} yhat @param {number} [at] */
export function saying({ classes, K }, yhat, at = 0) {
  if (classes && K > 1) return `class ${classOf(yhat, at, K) + 1}`;
  if (classes && Math.abs(yhat[at]) < 0.005) return "almost 0";
  return num(yhat[at], 2);
}

/** What is wanted, in words. @param {Kind} kind @param {ArrayLike<number>} y @param {number} at */
export function wanting({ classes, K }, y, at) {
  return classes && K > 1 ? `class ${classOf(y, at, K) + 1}` : Number.isInteger(y[at]) ? plain(y[at]) : num(y[at], 2);
}
