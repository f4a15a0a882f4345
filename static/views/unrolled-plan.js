/**
 * Where everything of the unrolled network stands, in pixels: a column for each time step, X below, A in the middle, Y on
 * top. Of a long sequence only some columns are drawn, and it is said how many are left out. Folded there is one column.
 *
 * @typedef {{t: number, x: number}} Column
 * @typedef {{from: number, to: number, x: number}} Gap     the steps `from` … `to` are left out
 * @typedef {object} Plan
 * @property {boolean} folded
 * @property {number} width @property {number} height
 * @property {number} dx        from one column to the next
 * @property {Column[]} columns
 * @property {Gap[]} gaps
 * @property {number} box       how wide a state's box is
 * @property {boolean} told     whether each unit has a cell with its number in it
 * @property {number} cell      how high a unit's cell is
 * @property {{loss: number, said: [number, number], belt: [number, number] | null, state: [number, number], cells: number, input: [number, number], foot: number, norm: number}} y
 * @property {number} forward @property {number} backward    the heights of the arrows from state to state
 * @property {number} before    the middle of A before t0
 */
import { palette } from "./palette.js";

export const TOLD = 8; // units with a number each
const WHOLE = 12; // time steps that are all drawn: of more, both ends and what is in focus stand in one sight
/** Columns of a longer sequence, at each end and on each side of the one in focus: as many as have room. */
const SHARES = /** @type {const} */ ([[3, 4], [3, 3], [3, 2], [2, 2], [2, 1]]);
const [LEAST, MOST] = [96, 230]; // between two columns
const GAP = 84;
const BEFORE = 42; // A before t0 takes so much
const LARGE = 1.18; // on a projector, where the type is larger
const MARGIN = 18; // on the right, for the last number
const PAD = 7; // of a box around its cells

/** Which time steps are drawn: "…" stands for those between. @param {number} T @param {number} focus @param {number} room  pixels
 * @param {number} least  what words and numbers need from one column to the next @returns {(number | [number, number])[]} */
export function drawn(T, focus, room, least) {
  if (T <= WHOLE) return Array.from({ length: T }, (_, t) => t);
  const [first, ...fewer] = SHARES.map(([ends, around]) => thinned(T, focus, ends, around));
  const fits = (/** @type {(number | [number, number])[]} */ items) => widthOf(items, dxOf(least)) + BEFORE * scale() + MARGIN <= room;
  return [first, ...fewer].find(fits) ?? fewer[fewer.length - 1];
}

/** @param {number} T @param {number} focus @param {number} ends @param {number} around @returns {(number | [number, number])[]} */
function thinned(T, focus, ends, around) {
  const shown = Array.from({ length: T }, (_, t) => t).filter((t) => t < ends || t >= T - ends || Math.abs(t - focus) <= around);
  return shown.flatMap((t, i) => (i && t - shown[i - 1] > 1 ? [[shown[i - 1] + 1, t - 1], t] : [t]));
}

const scale = () => (palette().small > 12 ? LARGE : 1);
const dxOf = (/** @type {number} */ least) => scale() * Math.max(LEAST, least);
const isColumn = (/** @type {number | [number, number]} */ item) => typeof item === "number";

/** @param {(number | [number, number])[]} items @param {number} dx */
function widthOf(items, dx) {
  const many = items.filter(isColumn).length;
  return many * dx + (items.length - many) * GAP;
}

/** @param {{T: number, H: number, remembers: boolean, film: boolean, least: number}} net  `remembers`: an LSTM's c; `film`: its
 * inputs are pictures; `least`: what its words need
 * @param {number} room  pixels @param {number} focus  the time step @param {boolean} folded @returns {Plan} */
export function layout({ T, H, remembers, film, least }, room, focus, folded) {
  const told = H <= TOLD;
  const cell = told ? 25 : 176 / H;
  const around = BEFORE * scale();
  const cells = Math.round(told ? Math.max(75, H * cell) : 176);
  const top = 128;
  /** @type {[number, number] | null} */
  const belt = remembers ? [top, top + 46] : null;
  const first = top + (belt ? 56 : 0);
  /** @type {[number, number]} */
  const state = [first, first + cells + 2 * PAD];
  const below = state[1] + 50;
  const y = {
    loss: 15, said: /** @type {[number, number]} */ ([24, 68]), belt, state,
    cells: first + PAD + (told ? (cells - H * cell) / 2 : 0),
    input: /** @type {[number, number]} */ ([below, below + (film ? 46 : 32)]),
    foot: below + (film ? 66 : 52), norm: below + (film ? 86 : 72),
  };
  const common = {
    folded, told, cell, y, height: y.norm + 10, before: around / 2 - 2,
    forward: state[0] + (state[1] - state[0]) * 0.26, backward: state[0] + (state[1] - state[0]) * 0.72,
  };
  if (folded) return { ...common, width: room, dx: room, box: 66 * scale(), columns: [{ t: focus, x: room / 2 }], gaps: [] };
  const items = drawn(T, focus, room, least);
  const dx = Math.min(MOST, Math.max(dxOf(least), Math.floor((room - around - MARGIN - widthOf(items, 0)) / items.filter(isColumn).length)));
  /** @type {Column[]} */
  const columns = [];
  /** @type {Gap[]} */
  const gaps = [];
  let at = around;
  for (const item of items) {
    const wide = typeof item === "number" ? dx : GAP;
    if (typeof item === "number") columns.push({ t: item, x: at + dx / 2 });
    else gaps.push({ from: item[0], to: item[1], x: at + GAP / 2 });
    at += wide;
  }
  return { ...common, width: at + MARGIN, dx, box: Math.round((dx > 130 ? 68 : told ? 60 : 54) * scale()), columns, gaps };
}
