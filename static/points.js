/**
 * A student's own points as one text, "x y x y …" (the mirror of engine/points.py), and a change of them in words.
 *
 * @typedef {[number, number]} Point
 * @typedef {import("./types.js").Block} Block
 */
import { ofPoints } from "./views/landscapes.js";

const DIGITS = 4; // significant ones: finer than a finger, and short in an address

/** @param {string} text @returns {Point[]} */
export function read(text) {
  const numbers = text.replaceAll("−", "-").split(/\s+/).filter(Boolean).map(Number);
  return Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}

/** @param {Point[]} points @param {number} [digits] */
export function write(points, digits = DIGITS) {
  return points.flat().map((value) => String(Number(value.toPrecision(digits)))).join(" ");
}

/** @param {Block | undefined} block @returns {Point[]} */
export function listed(block) {
  return Array.from({ length: block?.shape[0] ?? 0 }, (_, i) => [block?.data[2 * i] ?? 0, block?.data[2 * i + 1] ?? 0]);
}

/** The text of the points of this moment: under the finger, or in force; "" for the lab's own or the table's.
 * @param {import("./types.js").Frame} frame */
export function textOf({ preview, config }) {
  return ofPoints(config) ? String(preview.points ?? config.points ?? "") : "";
}

/** The points of this moment as an array. They are known before their frame comes, so nothing jumps back under a finger.
 * @param {import("./types.js").Frame} frame @returns {Block | undefined} */
export function blockOf(frame) {
  const text = textOf(frame);
  const { points, own_points: own } = frame.arrays;
  if (!points || !text) return own ?? points;
  if (known.text !== text) {
    const data = Float32Array.from(read(text).flat());
    known = { text, block: { shape: [data.length / 2, 2], data } };
  }
  return known.block;
}
/** @type {{text: string, block: Block}} */
let known = { text: "", block: { shape: [0, 2], data: new Float32Array() } };

/** How many points a text stands for; no end where that is not known. @param {string} text @param {Block | undefined} own */
export function countOf(text, own) {
  return text ? read(text).length : (own?.shape[0] ?? Infinity);
}

/** What has become of the points; "" if nothing has. @param {string} before @param {string} after @param {Block | undefined} own  what "" stands for */
export function described(before, after, own) {
  const [old, now] = [before, after].map((text) => (text ? read(text) : listed(own)).map((point) => write([point])));
  if (before === after || (old.length && old.join() === now.join())) return "";
  if (!after) return "the first points again";
  const shorter = Math.min(old.length, now.length);
  let first = 0;
  while (first < shorter && old[first] === now[first]) first++;
  const rest = (/** @type {string[]} */ list, /** @type {number} */ from) => list.slice(from).join(" ");
  if (now.length === old.length + 1 && rest(now, first + 1) === rest(old, first)) return "a point added";
  if (now.length === old.length - 1 && rest(now, first) === rest(old, first + 1)) return "a point removed";
  if (now.length === old.length && rest(now, first + 1) === rest(old, first + 1)) return "a point moved";
  return `points: ${now.length}`;
}

/** θ of the line that fits best, by the normal equations; null where all points have one x. @param {Block} block @returns {Point | null} */
export function bestLine({ shape: [m], data }) {
  const mean = (/** @type {(i: number) => number} */ of) => Array.from({ length: m }, (_, i) => of(i)).reduce((a, b) => a + b, 0) / m;
  const [x, y] = [mean((i) => data[2 * i]), mean((i) => data[2 * i + 1])];
  const spread = mean((i) => (data[2 * i] - x) ** 2);
  if (!(spread > 0)) return null;
  const slope = mean((i) => (data[2 * i] - x) * (data[2 * i + 1] - y)) / spread;
  return [y - slope * x, slope];
}
