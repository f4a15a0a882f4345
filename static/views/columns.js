/**
 * What the columns and classes of the data in force are called, and their numbers in the data's own units: the network is
 * given a student's table scaled, and the page speaks of hours and metres.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {object} Columns
 * @property {string[]} inputs              their names, short enough for a picture; none where they are only x₁, x₂, …
 * @property {string[]} full                the same in full length
 * @property {string} target
 * @property {string[]} classes             in the order of the outputs; none of numbers, or where they have no names
 * @property {boolean} scaled               whether the network sees other numbers than the table has
 * @property {(i: number, x: number) => number} told     an input as the table has it
 * @property {(i: number, value: number) => number} taken   the same as the network sees it
 * @property {(y: number) => number} toldY
 * @property {(value: number) => number} takenY
 */
import { num } from "../format.js";
import { find } from "../handed.js";
import { tickText, ticks } from "./scales.js";

const LONGEST = 18; // characters of a name in a picture
const GAP = 8; // pixels between the words of two ticks
const FINE = 5; // digits behind the spread's first

/** @param {Pick<Frame, "arrays" | "config">} frame @param {Record<string, string[]>} [names]  of the columns of the lab's own data, the target last
 * @returns {Columns} */
export function columnsOf({ arrays, config }, names = {}) {
  const table = find(config.dataset);
  const full = table?.summary.columns ?? names[String(config.dataset)] ?? [];
  const short = full.map(shortened);
  const scale = (/** @type {number} */ i) => both(arrays.scale_x?.data.subarray(3 * i, 3 * i + 3));
  const [zero, one] = both(arrays.scale_y?.data);
  return {
    inputs: short.slice(0, -1),
    full: full.slice(0, -1),
    target: short.at(-1) ?? "",
    classes: (table?.classes ?? []).map(shortened),
    scaled: arrays.scale_x?.data.some((value, at) => value !== Number(at % 3 === 2)) ?? false,
    told: (i, x) => inUnits(scale(i), x),
    taken: (i, value) => (value - scale(i)[0]) / scale(i)[1],
    toldY: (y) => inUnits([zero, one], y),
    takenY: (value) => (value - zero) / one,
  };
}

/** What 0 is and what 1 more is; the first comes in two parts, for float32 alone is not exact enough.
 * @param {ArrayLike<number>} [parts] */
function both(parts) {
  return parts ? [parts[0] + parts[1], parts[2]] : [0, 1];
}

/** As the table has it: of what float32 has added nothing is told, so that 3 hours are 3. @param {number[]} scale @param {number} x */
function inUnits([zero, one], x) {
  if (zero === 0 && one === 1) return x;
  const fine = 10 ** (Math.floor(Math.log10(one)) - FINE);
  return Number((Math.round((zero + one * x) / fine) * fine).toPrecision(15));
}

/** Round numbers of the data's own units along a part of an axis, and where they stand on it.
 * @param {number} from @param {number} to @param {number} many @param {(x: number) => number} told @param {(value: number) => number} taken */
export function toldTicks(from, to, many, told, taken) {
  const { values, digits } = ticks(told(from), told(to), many);
  return values.map((value) => ({ at: taken(value), text: tickText(value, digits) }));
}

/** Of such ticks side by side those whose words leave room between them: numbers of a table may be long.
 * @param {{at: number, text: string}[]} marks @param {(at: number) => number} X @param {(words: string) => number} width */
export function apart(marks, X, width) {
  let free = -Infinity;
  return marks.filter(({ at, text }) => {
    const half = width(text) / 2;
    if (X(at) - half < free) return false;
    free = X(at) + half + GAP;
    return true;
  });
}

/** A number with as many digits as tell it from others of its span: a year with four. @param {number} value @param {number} span */
export function telling(value, span) {
  const lead = Math.floor(Math.log10(Math.abs(value) / span));
  return num(value, 2 + (lead > 0 && Number.isFinite(lead) ? lead : 0));
}

/** @param {string} name */
function shortened(name) {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("").trimEnd()}…` : name;
}

/** Names are the student's: never markup. @param {string} text */
export function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
