/** The states of all units through time, as a map; below it what is to be remembered. */
import * as link from "../link.js";
import { chip, dot, text, textWidth, widest } from "./drawing.js";
import { palette } from "./palette.js";
import { best, valueOf } from "./rnn-memory-words.js";
import { cells, tints } from "./rnn-memory-tints.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {import("./rnn-memory-words.js").Part} Part
 * @typedef {{left: number, top: number, width: number, high: number, foot: number, remembered: number, height: number}} Plan  pixels; high: of a row
 */

const TOP = 2;
const TIMES = 22; // for the names of the time steps
const DOTS = 42; // for what is to be remembered, with its name

/** How high a unit's row is. @param {number} H */
function rowOf(H) {
  return H <= 4 ? 34 : H <= 8 ? 26 : H <= 16 ? 17 : Math.max(2.5, 288 / H);
}

/** @param {Sequence} now @param {number} width @param {boolean} remembers @returns {Plan} */
export function plan({ H }, width, remembers) {
  const left = Math.ceil(widest([`unit ${H}`])) + 17;
  const high = rowOf(H);
  const foot = TOP + H * high;
  return { left, top: TOP, width: width - left - 3, high, foot, remembered: foot + TIMES, height: Math.ceil(foot + TIMES + (remembers ? DOTS : 0)) };
}

/** @param {Plan} at @param {Sequence} now @param {number} x @param {number} y */
export function placeAt({ left, top, width, high, foot }, { T, H, time }, x, y) {
  if (y < top || y > foot + TIMES) return null;
  const t = Math.floor(((x - left) / width) * T);
  const u = Math.min(H - 1, Math.floor((y - top) / high));
  return { time: x < left ? time : Math.max(0, Math.min(T - 1, t)), unit: u };
}

/** @param {CanvasRenderingContext2D} c @param {Frame} frame @param {Sequence} now @param {Part} part @param {number} full @param {Plan} at
 * @param {{width: number, height: number}} size @param {boolean} fresh  whether what is remembered is of this sequence */
export function draw(c, frame, now, part, full, at, size, fresh) {
  const { T, H, time, unit, length } = now;
  const { left, top, width, high, foot } = at;
  const { ink, ink2, mark } = palette();
  const wide = width / T;
  const tint = tints(part.kind, full);
  cells(c, { x: left, y: top, width, height: H * high, columns: T, rows: H }, (u, t) => (t < length ? valueOf(now, part, t, u) : NaN), tint);
  const follower = best(frame);
  const every = Math.ceil(14 / high);
  const names = new Set([unit, follower].filter((u) => u >= 0 && u < H));
  for (let u = 0; u < H; u += every) if (![...names].some((named) => Math.abs(named - u) * high < 17)) names.add(u);
  if (follower >= 0 && follower !== unit && Math.abs(follower - unit) * high < 17) names.delete(follower);
  for (const u of names) {
    const said = high >= 14 || u === unit || u === follower ? `unit ${u + 1}` : String(u + 1);
    const y = Math.max(13, top + (u + 0.5) * high + 4);
    if (u === unit) lit(c, left - 8 - textWidth(c, said, { bold: u === follower }), y, textWidth(c, said, { bold: u === follower }), mark, ink);
    text(c, said, left - 8, y, { color: u === unit || u === follower ? ink : ink2, align: "right", bold: u === follower, halo: false });
  }
  const stride = Math.max(1, Math.ceil((widest([`t${T - 1}`]) + 8) / wide));
  for (let t = 0; t < T; t++) {
    const said = `t${t}`;
    const x = Math.min(left + (t + 0.5) * wide, left + width - textWidth(c, said) / 2 - 2);
    if (t === time) lit(c, x - textWidth(c, said) / 2, foot + 15, textWidth(c, said), mark, ink);
    else if (t % stride || Math.abs(t - time) * wide < textWidth(c, said) + 10) continue;
    text(c, said, x, foot + 15, { color: t === time ? ink : ink2, align: "center", halo: false });
  }
  frameCell(c, left + time * wide, top + unit * high, wide, high, ink, 1.5);
  const [, what, t, u] = /^([ac])-(\d+)-(\d+)$/.exec(link.current() ?? "") ?? [];
  if (what?.toUpperCase() === part.letter.toUpperCase() && Number(t) < T && Number(u) < H) {
    frameCell(c, left + Number(t) * wide, top + Number(u) * high, wide, high, mark, 4);
    frameCell(c, left + Number(t) * wide, top + Number(u) * high, wide, high, ink, 1.5);
    chip(c, valueOf(now, part, Number(t), Number(u)).toFixed(2).replace("-", "−"), left + (Number(t) + 0.5) * wide, top + (Number(u) + 0.5) * high, size);
  }
  const { memory } = frame.arrays;
  if (!memory || memory.data.length !== T) return;
  c.globalAlpha = fresh ? 1 : 0.35;
  const binary = !now.remembered.endsWith("so far"); // a count is a number also where it is 0 or 1
  const [under, radius] = [at.remembered + 30, Math.min(6, wide / 2 - 1)];
  const named = `to be remembered: ${now.remembered}`;
  text(c, textWidth(c, named) < size.width ? named : now.remembered, 0, at.remembered + 13, { color: ink2, halo: false });
  const numbers = Math.max(1, Math.ceil((widest([...memory.data].map(String)) + 4) / wide));
  for (let t = 0; t < length; t++) {
    const x = left + (t + 0.5) * wide;
    if (!binary) t % numbers === 0 && text(c, String(Math.round(100 * memory.data[t]) / 100), x, under + 4, { align: "center", halo: false });
    else if (radius < 2.5) {
      c.fillStyle = memory.data[t] ? ink : "transparent";
      c.fillRect(x - wide / 2, under - 5, wide + 0.5, 10);
    } else dot(c, [x, under], radius, { ...(memory.data[t] && { fill: ink }), edge: ink, width: 1.5 });
  }
  c.globalAlpha = 1;
}

/** The highlighter behind a name in focus. @param {CanvasRenderingContext2D} c @param {number} x @param {number} y  its baseline @param {number} width
 * @param {string} mark @param {string} ink */
export function lit(c, x, y, width, mark, ink) {
  c.beginPath();
  c.roundRect(x - 4, y - 12, width + 8, 16, 3);
  c.fillStyle = mark;
  c.fill();
  c.strokeStyle = ink;
  c.lineWidth = 1;
  c.stroke();
}

/** @param {CanvasRenderingContext2D} c @param {number} x @param {number} y @param {number} width @param {number} height @param {string} color @param {number} line */
function frameCell(c, x, y, width, height, color, line) {
  c.strokeStyle = color;
  c.lineWidth = line;
  c.setLineDash([]);
  c.strokeRect(x, y, width, height);
}
