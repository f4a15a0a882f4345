/** How a unit came to be: its state at each time step, a line for each step of training. */
import { count } from "../format.js";
import { OWN, STEP, rowsUntil } from "../trail.js";
import { line, text, textWidth, widest } from "./drawing.js";
import { faint, palette } from "./palette.js";
import { cells, tints } from "./rnn-memory-tints.js";
import { lit } from "./rnn-memory-now.js";
import { tickText, ticks } from "./scales.js";

/**
 * @typedef {import("../types.js").Trail} Trail
 * @typedef {{left: number, top: number, width: number, foot: number, height: number}} Plan
 */

export const FIRST = OWN + 3; // the trail's column of the state at the first of the time steps that it tells
const MOST_TOLD = 24; // time steps, as in engine/labs/recurrent_shows.py
const TOP = 8;
const TIMES = 22;

/** The time steps that a trail tells of: all, or of many some, evenly spread. @param {number} T */
export function toldSteps(T) {
  const told = Math.min(T, MOST_TOLD);
  return Array.from({ length: told }, (_, k) => even((k * (T - 1)) / Math.max(1, told - 1)));
}

/** Halves to the even number. @param {number} x */
function even(x) {
  return Math.abs((x % 1) - 0.5) < 1e-9 ? 2 * Math.round(x / 2) : Math.round(x);
}

/** @param {number} end @param {number} width @param {number} height @returns {Plan} */
export function plan(end, width, height) {
  const left = Math.ceil(widest(["step 0", count(end)])) + 12;
  return { left, top: TOP, width: width - left - 6, foot: height - TIMES, height };
}

/** The row in which the run stood at a step; −1 before there is one. @param {Trail | undefined} trail @param {number} step */
export function rowAt(trail, step) {
  return trail ? rowsUntil(trail, step) - 1 : -1;
}

/** A unit's states at a step, in the order of the time steps that are told. @param {Trail} trail @param {number} row */
export function statesOf({ rows, columns }, row) {
  return rows.subarray(row * columns + FIRST, (row + 1) * columns);
}

/** @param {CanvasRenderingContext2D} c @param {Trail} trail @param {{T: number, time: number}} now @param {{step: number, end: number}} when @param {number} full @param {Plan} at */
export function draw(c, trail, { T, time }, { step, end }, full, at) {
  const { left, top, width, foot } = at;
  const { card, ink, ink2, mark } = palette();
  const told = toldSteps(T);
  const newest = Math.max(1, end);
  const lines = Math.max(1, Math.round(Math.min(foot - top, newest + 1)));
  const stepOf = (/** @type {number} */ r) => (lines > 1 ? Math.round((r / (lines - 1)) * newest) : newest);
  cells(c, { x: left, y: top, width, height: foot - top, columns: told.length, rows: lines }, (r, k) => {
    const row = stepOf(r) > end ? -1 : rowAt(trail, stepOf(r));
    return row < 0 ? NaN : trail.rows[row * trail.columns + FIRST + k];
  }, tints("signed", full));
  const Y = (/** @type {number} */ s) => top + ((s + 0.5) / (newest + 1)) * (foot - top);
  if (step < end) {
    c.fillStyle = faint(card, 0.6);
    c.fillRect(left, Y(step + 0.5), width, foot - Y(step + 0.5));
    line(c, [[left, Y(step + 0.5)], [left + width, Y(step + 0.5)]], { color: ink, width: 1.5 });
  }
  const scale = ticks(0, newest, (foot - top) / 48);
  for (const value of scale.values)
    if (value === Math.round(value) && Math.abs(Y(value) - Y(step)) > 15 && Y(value) > top + 24) text(c, tickText(value, 0), left - 8, Y(value) + 4, { color: ink2, align: "right", halo: false });
  if (Math.abs(Y(0) - Y(step)) > 30) text(c, "step 0", left - 8, Y(0) + 4, { color: ink2, align: "right", halo: false });
  text(c, count(step), left - 8, Math.min(foot, Y(step) + 4), { color: ink, bold: true, align: "right", halo: false });
  const wide = width / told.length;
  const stride = Math.max(1, Math.ceil((widest([`t${T - 1}`]) + 8) / wide));
  const near = told.reduce((found, t, k) => (Math.abs(t - time) < Math.abs(told[found] - time) ? k : found), 0);
  for (const [k, t] of told.entries()) {
    const [said, x] = [`t${t}`, left + (k + 0.5) * wide];
    if (t === time) lit(c, x - textWidth(c, said) / 2, foot + 15, textWidth(c, said), mark, ink);
    else if (k % stride || (told[near] === time && Math.abs(k - near) * wide < textWidth(c, said) + 10)) continue;
    text(c, said, x, foot + 15, { color: t === time ? ink : ink2, align: "center", halo: false });
  }
}

/** @param {Plan} at @param {number} T @param {number} x */
export function timeAt({ left, width }, T, x) {
  const told = toldSteps(T);
  return told[Math.max(0, Math.min(told.length - 1, Math.floor(((x - left) / width) * told.length)))];
}

/** @param {Trail} trail @param {number} row */
export const stepOfRow = ({ rows, columns }, row) => rows[row * columns + STEP];
