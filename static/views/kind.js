/** What a network's outputs mean: a number, which of two classes, or one class of several; and how each is shown. */
import { num, plain } from "../format.js";
import { columnsOf, telling } from "./columns.js";
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
 * @property {string[]} names               of the classes, where they have any
 * @property {(value: number) => string} say     ŷ or y of numbers in the data's own units
 */

const BEYOND = 0.25; // of the targets' span

/** Of classes the server says how many are right; of numbers it does not. @param {Frame} frame @returns {Kind | null} */
export function kindOf(frame) {
  const { arrays, scalars } = frame;
  const { layers, data_y: y, test_y: held } = arrays;
  if (!layers || !y) return null;
  const K = layers.data[layers.data.length - 1];
  const classes = Number.isFinite(scalars.accuracy) ? Math.max(2, K) : 0;
  let [from, to] = [Infinity, -Infinity];
  for (const block of held ? [y, held] : [y]) {
    for (let i = 0; i < block.data.length; i += K) [from, to] = [Math.min(from, block.data[i]), Math.max(to, block.data[i])];
  }
  if (!(to > from)) [from, to] = [from - 0.5, to + 0.5];
  const { toldY, takenY, classes: names } = columnsOf(frame);
  const beyond = BEYOND * (to - from);
  const levels = ticks(toldY(from - beyond), toldY(to + beyond), 12).values.map(takenY);
  return { classes, K, from, to, levels, names, say: (value) => telling(toldY(value), toldY(to) - toldY(from)) };
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
export function className({ K, names }, k) {
  if (K === 1) return names[k] ? `${names[k]} (y = ${k})` : `y = ${k}`;
  return names[k] ?? `class ${k + 1}`;
}

/** What is said, in words. @param {Kind} kind @param {ArrayLike<number>} yhat @param {number} [at] */
export function saying(kind, yhat, at = 0) {
  const { classes, K } = kind;
  if (classes && K > 1) return className(kind, classOf(yhat, at, K));
  if (classes && Math.abs(yhat[at]) < 0.005) return "almost 0";
  return classes ? num(yhat[at], 2) : kind.say(yhat[at]);
}

/** What is wanted, in words. @param {Kind} kind @param {ArrayLike<number>} y @param {number} at */
export function wanting(kind, y, at) {
  const { classes, K } = kind;
  if (classes && K > 1) return className(kind, classOf(y, at, K));
  return classes ? plain(y[at]) : kind.say(y[at]);
}
