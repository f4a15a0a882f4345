/**
 * Where everything in a diagram of a network stands: its units in columns, and the numbers on its lines.
 *
 * @typedef {{x: number, ys: number[], r: number, pitch: number}} Column   one layer's units
 * @typedef {{t: number, room: boolean}} Chips    at which share of their line numbers stand; whether there is room for all
 * @typedef {object} Plan
 * @property {number} width
 * @property {number} height
 * @property {boolean} narrow              a phone: fewer numbers, and no column beside the outputs
 * @property {Column[]} columns            from the inputs on
 * @property {Chips[]} chips               of W¹, W², …
 */
export const CHIP = { width: 46, height: 20 };
const NARROW = 520; // pixels; look.md's
const CLOSE = 48; // pixels from unit to unit: from here on name and value fit into them, a negative one as well
const FOOT = 34; // pixels below the units, for the letters of the matrices
const TRIES = 16; // places, where the units leave none at which the numbers are evenly spaced
const SPACE = 21; // pixels from number to number

/** @param {number[]} sizes @param {number} width @returns {Plan} */
export function layout(sizes, width) {
  const narrow = width < NARROW;
  const most = Math.max(...sizes);
  const height = (narrow ? 318 : 360) + Math.min(most > 3 ? (most - 3) * 24 : 0, 108) - (most < 3 ? 100 - 30 * most : 0);
  const [radius, beside] = narrow ? [24, 8] : [31, 118];
  const [first, last] = [radius + (narrow ? 4 : 14), width - beside - radius];
  const gap = (last - first) / (sizes.length - 1);
  const middle = (height - FOOT) / 2;
  const columns = sizes.map((n, l) => {
    const pitch = Math.min(n === 2 ? (narrow ? 140 : 168) : narrow ? 104 : 118, (height - FOOT - 2) / n);
    return {
      x: first + l * gap,
      ys: Array.from({ length: n }, (_, j) => middle + (j - (n - 1) / 2) * pitch),
      r: Math.min(radius, (pitch > CLOSE ? 0.45 : 0.42) * pitch, 0.27 * gap),
      pitch,
    };
  });
  const chips = columns.slice(1).map((above, k) => spaced(columns[k], above));
  return { width, height, narrow, columns, chips };
}

/** Numbers are evenly spaced where (1 − t) Δbelow = t Δabove / units below, or the same the other way round.
 * @param {Column} below @param {Column} above @returns {Chips} */
function spaced(below, above) {
  const gap = above.x - below.x;
  const [from, to] = [(below.r + CHIP.width / 2 + 2) / gap, 1 - (above.r + CHIP.width / 2 + 2) / gap];
  if (from > to) return { t: 0.5, room: false };
  const [n, h] = [below.ys.length, above.ys.length];
  const [b, a] = [n > 1 ? below.pitch : 0, h > 1 ? above.pitch : 0];
  const shares = [n > 1 && h > 1 ? (n * b) / (n * b + a) : 0.46, n > 1 && h > 1 ? b / (b + h * a) : 0.46];
  const even = shares.filter((t) => t >= from && t <= to);
  const tried = even.length ? even : Array.from({ length: TRIES + 1 }, (_, i) => from + ((to - from) * i) / TRIES);
  let best = { t: 0.5, space: -1 };
  for (const t of tried) {
    const space = narrowest(below, above, t);
    if (space > best.space + 1) best = { t, space };
  }
  return { t: best.t, room: best.space >= SPACE };
}

/** @param {Column} below @param {Column} above @param {number} t */
function narrowest(below, above, t) {
  const ys = below.ys.flatMap((from) => above.ys.map((to) => from + (to - from) * t)).sort((a, b) => a - b);
  return Math.min(Infinity, ...ys.slice(1).map((y, i) => y - ys[i]));
}

/** Where the number of a weight stands; that of a bias (i < 0) at the foot of its unit.
 * @param {Plan} plan @param {number} k @param {number} i @param {number} j @param {number} [t] @returns {[number, number]} */
export function place({ columns, chips }, k, i, j, t = chips[k - 1].t) {
  const [below, above] = [columns[k - 1], columns[k]];
  if (i < 0) return [above.x, above.ys[j] + above.r + 6];
  return [below.x + (above.x - below.x) * t, below.ys[i] + (above.ys[j] - below.ys[i]) * t];
}

/** Whether the units of a column have room for a bias below each. @param {Column} column */
export function biased({ pitch, r }) {
  return pitch - 2 * r >= CHIP.height + 6;
}

/** Whether a unit's value can stand in it; and its name as well. @param {Column} column */
export const holds = ({ r }) => ({ value: r >= 16.9, name: r >= 20 });
