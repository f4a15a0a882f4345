/**
 * How the numbers of one pair are written, so that what a student reckons with them on paper comes to what is written:
 * e to a score as it is written is the exponential as it is written, its share of their sum is p, −ln p is the loss.
 *
 * @typedef {{text: string, value: number}} Written   value: what is read of it
 * @typedef {{score: Written, e: Written, p: Written}} Row
 * @typedef {object} Softmax
 * @property {number} shift        what is taken off every score before e is raised to it; mostly 0
 * @property {Row[]} rows
 * @property {{count: number, e: Written, p: Written} | null} others   the words without a row
 * @property {Written} sum         of all exponentials
 * @property {number[]} p          of each row, in full
 * @property {Written} loss @property {Written} wanted   −ln p and p of the wanted word, with the digits that it takes
 * @typedef {{u: Written, s: Written, loss: Written}} Decision   s: σ(u)
 */
import { count, num, power } from "../format.js";
import { fixed, rounded } from "./digits.js";

const LARGE = 60; // a score beyond which its exponential is no longer a number to be read
const MOST = 8; // digits, where even these do not come out
const [GROSS, BROAD] = [1000, 1e5]; // from here on zeros before the point, and powers of ten
const SURE = 16; // of a decision's score: σ is 0 or 1 then, as far as it can be written
const FINEST = 6; // digits of a cell of GloVe, which is in float32

/** With so many significant digits, also before the point: 51600. @param {number} x @param {number} digits @returns {Written} */
export function significant(x, digits) {
  const value = Number(x.toPrecision(digits));
  return { value, text: value >= 1e6 || (value && value < 1e-3) ? power(value, digits) : value >= GROSS ? (value >= 10 ** (digits - 1) ? count(value) : num(value, digits)) : num(value, digits) };
}

/** @param {number} x @param {number} digits after the point @returns {Written} */
export const decimal = (x, digits) => (Math.abs(x) >= BROAD ? { text: power(x, 3), value: Number(x.toPrecision(3)) } : { text: fixed(x, digits), value: rounded(x, digits) });

/** One unit of the last of so many significant digits. @param {number} x @param {number} digits */
const unit = (x, digits) => 10 ** (Math.floor(Math.log10(Math.abs(x) || 1)) + 1 - digits);

/** The fewest digits, from `least` on, with which something comes out. @param {number} least @param {(digits: number) => boolean} out @param {number} [most] */
function fewest(least, out, most = MOST) {
  for (let digits = least; digits < most; digits++) if (out(digits)) return digits;
  return most;
}

/** Whether two numbers are the same as far as it is written. @param {number} a @param {number} b @param {number} one unit */
const same = (a, b, one) => Math.abs(a - b) <= one * (0.5 + 1e-6);

/** A loss: two digits after the point, of small ones two that say something. @param {number} x @returns {{written: Written, unit: number}} */
function lossOf(x) {
  if (x >= 0.095 || x === 0) return { written: decimal(x, 2), unit: 0.01 };
  return { written: significant(x, 2), unit: unit(x, 2) };
}

/** log Σ eˢ. @param {ArrayLike<number>} scores */
export function logSum(scores) {
  let most = -Infinity;
  for (let v = 0; v < scores.length; v++) most = Math.max(most, scores[v]);
  let sum = 0;
  for (let v = 0; v < scores.length; v++) sum += Math.exp(scores[v] - most);
  return most + Math.log(sum);
}

/** @param {ArrayLike<number>} scores  of all words @param {number[]} shown  the words with a row @param {number} wanted
 * @returns {Softmax} */
export function softmax(scores, shown, wanted) {
  const total = logSum(scores);
  const top = shown.reduce((most, v) => Math.max(most, scores[v]), -Infinity);
  const shift = Math.abs(top) > LARGE ? Math.round(top) : 0;
  const exact = shown.map((v) => ({ score: scores[v], e: Math.exp(scores[v] - shift), p: Math.exp(scores[v] - total) }));
  const sum = Math.exp(total - shift);
  const loss = Math.max(0, total - scores[wanted]);
  const p = Math.exp(-loss);
  const end = lossOf(loss);
  const dp = fewest(3, (digits) => same(-Math.log(significant(p, digits).value), end.written.value, end.unit));
  const told = exact.filter((row) => row.e > 0);
  const fits = (/** @type {number} */ digits) => {
    const S = significant(sum, digits).value;
    return told.every((row) => same(significant(row.e, digits).value / S, significant(row.p, dp).value, unit(row.p, dp)));
  };
  const de = fewest(3, fits);
  const ds = fewest(2, (digits) => told.every((row) => same(Math.exp(rounded(row.score, digits) - shift), significant(row.e, de).value, unit(row.e, de))));
  const rest = scores.length - shown.length;
  const rows = exact.map((row) => ({ score: decimal(row.score, ds), e: significant(row.e, de), p: significant(row.p, dp) }));
  const others = rest > 0 ? { count: rest, e: significant(Math.max(0, sum - exact.reduce((so, row) => so + row.e, 0)), de), p: significant(Math.max(0, 1 - exact.reduce((so, row) => so + row.p, 0)), dp) } : null;
  return { shift, rows, others, sum: significant(sum, de), p: exact.map((row) => row.p), loss: end.written, wanted: significant(p, dp) };
}

/** log(1 + eˣ). @param {number} x */
const softplus = (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
/** @param {number} x */
export const sigma = (x) => 1 / (1 + Math.exp(-x));

/** Yes to the first, no to the others. @param {number[]} u  their scores @returns {{rows: Decision[], loss: Written}} */
export function decisions(u) {
  const losses = u.map((x, i) => softplus(i ? x : -x));
  const dl = fewest(3, (digits) => losses.every((loss) => loss === 0 || rounded(loss, digits) > 0) || digits >= 5);
  const one = 10 ** -dl;
  const ofS = (/** @type {number} */ s, /** @type {number} */ i) => -Math.log(i ? 1 - s : s);
  const d = fewest(3, (digits) => u.every((x, i) => Math.abs(x) > SURE || same(ofS(rounded(sigma(x), digits), i), rounded(losses[i], dl), one)));
  const du = fewest(2, (digits) => u.every((x) => same(sigma(rounded(x, digits)), rounded(sigma(x), d), 10 ** -d)));
  const rows = u.map((x, i) => ({ u: decimal(x, du), s: decimal(sigma(x), d), loss: decimal(losses[i], dl) }));
  return { rows, loss: decimal(rows.reduce((so, { loss }) => so + loss.value, 0), dl) };
}

/** The way down a tree: σ at each node is the share of those who turn right there. @param {number[]} u @param {number[]} turns  1: right
 * @returns {{rows: {u: Written, s: Written, share: Written}[], p: Written, loss: Written}} */
export function way(u, turns) {
  const loss = u.reduce((so, x, i) => so + softplus(turns[i] ? -x : x), 0);
  const p = Math.exp(-loss);
  const end = lossOf(loss);
  const dp = fewest(3, (digits) => same(-Math.log(significant(p, digits).value), end.written.value, end.unit));
  const share = (/** @type {number} */ x, /** @type {number} */ i, /** @type {number} */ digits) => {
    const s = rounded(sigma(x), digits);
    return turns[i] ? s : rounded(1 - s, digits);
  };
  const d = fewest(3, (digits) => u.some((x) => Math.abs(x) > SURE) || same(u.reduce((so, x, i) => so * share(x, i, digits), 1), significant(p, dp).value, unit(p, dp)));
  const du = fewest(2, (digits) => u.every((x) => same(sigma(rounded(x, digits)), rounded(sigma(x), d), 10 ** -d)));
  return { rows: u.map((x, i) => ({ u: decimal(x, du), s: decimal(sigma(x), d), share: decimal(share(x, i, d), d) })), p: significant(p, dp), loss: end.written };
}

/** GloVe's cell: how far the vectors are from the logarithm of the count, and what that counts.
 * @param {{x: number, target: number, says: number, weight: number, parts: number[] | null}} cell  parts: w·c, b of the word and b of its context */
export function cellSums({ x, target, says, weight, parts }) {
  const loss = weight * (says - target) ** 2;
  const end = lossOf(loss);
  const added = (/** @type {number} */ digits) => (parts ? rounded(parts.reduce((so, part) => so + rounded(part, digits), 0), digits) : rounded(says, digits));
  const error = (/** @type {number} */ digits) => rounded(rounded(says, digits) - rounded(target, digits), digits);
  const counted = (/** @type {number} */ digits) => significant(weight, dw).value * error(digits) ** 2;
  const dw = fewest(3, (digits) => same(significant(weight, digits).value, weight, 1e-3 * weight));
  const d = fewest(2, (digits) => same(added(digits), rounded(says, digits), 10 ** -digits) && same(counted(digits), end.written.value, end.unit), FINEST);
  const out = same(counted(d), end.written.value, end.unit);
  return {
    x: significant(x, 4), target: decimal(target, d), says: decimal(says, d), error: decimal(error(d), d), weight: significant(weight, dw), loss: out ? end.written : lossOf(counted(d)).written,
    parts: parts?.map((part) => decimal(part, d)) ?? null,
  };
}
