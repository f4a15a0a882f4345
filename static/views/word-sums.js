/**
 * How the numbers of one pair are written: with 3 or 4 significant digits, as many after the point in a whole column. What
 * a student reckons with them may be a unit of the last digit beside what is written, which is reckoned in full: where
 * that can be, the page says "≈".
 *
 * @typedef {{text: string, value: number}} Written   value: what is read of it
 * @typedef {{score: Written, e: Written, p: Written}} Row
 * @typedef {object} Softmax
 * @property {number} shift        what is taken off every score before e is raised to it; mostly 0
 * @property {Row[]} rows
 * @property {{count: number, e: Written, p: Written} | null} others   the words without a row
 * @property {Written} sum         of all exponentials
 * @property {number[]} p          of each row, in full
 * @property {Written} loss @property {Written} wanted   −ln p, and p of the wanted word
 * @typedef {{u: Written, s: Written, loss: Written}} Decision   s: σ(u)
 */
import { count, num, power } from "../format.js";
import { fixed, rounded } from "./digits.js";

const LARGE = 60; // a score beyond which its exponential is no longer a number to be read
const [SMALL, BIG] = [1e-3, 1e6]; // beyond these a number is a power of ten
const [GROSS, BROAD] = [1000, 1e5]; // from here on zeros before the point, and powers of ten in a column of decimals
const SURE = 0.9; // from this p on a digit more: what is wanting to 1 is what tells
const [SHARES, LOSSES] = [4, 3]; // digits after the point: of σ, and of the losses that are added up
const NEAR = 0.1; // an error that is smaller is told in digits of its own

/** With so many significant digits, also before the point: 51 600; with three as a power of ten. @param {number} x @param {number} digits @returns {Written} */
export function significant(x, digits) {
  const size = Math.abs(x);
  const own = x && (size < SMALL || size >= BIG) ? 3 : digits;
  const value = Number(x.toPrecision(own));
  const [left, most] = [Math.abs(value), 10 ** (own - 1)];
  return { value, text: left >= BIG || (value && left < SMALL) ? power(value, own) : left >= GROSS && left >= most ? count(value) : num(value, own) };
}

/** @param {number} x @param {number} digits after the point @returns {Written} */
export const decimal = (x, digits) => (Math.abs(x) >= BROAD ? { text: power(x, 3), value: Number(x.toPrecision(3)) } : { text: fixed(x, digits), value: rounded(x, digits) });

/** How many digits after the point a column has: the largest of it gets 3 or 4 significant ones. @param {number[]} column */
export function column(column) {
  const largest = Math.max(...column.map(Math.abs).filter((x) => x < BROAD), 0);
  if (largest >= 1) return Math.max(0, 3 - Math.floor(Math.log10(largest)));
  return largest < SMALL ? 5 : 2 - Math.floor(Math.log10(largest) + 1e-9);
}

/** A loss. @param {number} x @returns {Written} */
const lossOf = (x) => (x >= 1 || x === 0 ? decimal(x, 2) : significant(x, 3));

/** @param {number} p */
const share = (p) => significant(p, p > SURE && p < 1 ? 4 : 3);

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
  const digits = column(exact.map(({ score }) => score));
  const left = (/** @type {number} */ whole, /** @type {"e" | "p"} */ part) => Math.max(0, whole - exact.reduce((so, row) => so + row[part], 0));
  const rest = scores.length - shown.length;
  return {
    shift, rows: exact.map(({ score, e, p }) => ({ score: decimal(score, digits), e: significant(e, 4), p: share(p) })),
    others: rest > 0 ? { count: rest, e: significant(left(sum, "e"), 4), p: significant(left(1, "p"), 3) } : null,
    sum: significant(sum, 4), p: exact.map(({ p }) => p), loss: lossOf(loss), wanted: share(Math.exp(-loss)),
  };
}

/** log(1 + eˣ). @param {number} x */
const softplus = (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
/** @param {number} x */
export const sigma = (x) => 1 / (1 + Math.exp(-x));

/** Yes to the first, no to the others. @param {number[]} u  their scores @returns {{rows: Decision[], loss: Written}} */
export function decisions(u) {
  const digits = column(u);
  const rows = u.map((x, i) => ({ u: decimal(x, digits), s: decimal(sigma(x), SHARES), loss: decimal(softplus(i ? x : -x), LOSSES) }));
  return { rows, loss: decimal(rows.reduce((so, { loss }) => so + loss.value, 0), LOSSES) };
}

/** The way down a tree: σ at each node is the share of those who turn right there. @param {number[]} u @param {number[]} turns  1: right
 * @returns {{rows: {u: Written, s: Written, share: Written}[], p: Written, loss: Written}} */
export function way(u, turns) {
  const loss = u.reduce((so, x, i) => so + softplus(turns[i] ? -x : x), 0);
  const digits = column(u);
  const rows = u.map((x, i) => {
    const s = decimal(sigma(x), SHARES);
    return { u: decimal(x, digits), s, share: turns[i] ? s : decimal(1 - s.value, SHARES) };
  });
  return { rows, p: share(Math.exp(-loss)), loss: lossOf(loss) };
}

/** GloVe's cell: how far the vectors are from the logarithm of the count, and what that counts.
 * @param {{x: number, target: number, says: number, weight: number, parts: number[] | null}} cell  parts: w·c, b of the word and b of its context */
export function cellSums({ x, target, says, weight, parts }) {
  const digits = column([target, says, ...(parts ?? [])]);
  const error = says - target;
  const near = Math.abs(error) < NEAR;
  return {
    x: significant(x, 4), target: decimal(target, digits), says: decimal(says, digits), weight: significant(weight, 3), near,
    error: near ? significant(error, 3) : decimal(rounded(says, digits) - rounded(target, digits), digits), loss: lossOf(weight * error ** 2),
    parts: parts?.map((part) => decimal(part, digits)) ?? null,
  };
}
