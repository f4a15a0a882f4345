/**
 * The weights of a network as lines on a canvas: blue positive, orange negative, grey exactly 0, wider is larger; slopes in magenta. Which
 * line is meant by a place on it is found here as well.
 *
 * @typedef {import("./net.js").Net} Net
 * @typedef {import("./net-layout.js").Plan} Plan
 * @typedef {import("./net-stage.js").Spot} Spot
 * @typedef {import("./net-stage.js").Edge} Edge
 */
import { filling, withheld } from "../withheld.js";
import { highlight } from "./drawing.js";
import { palette } from "./palette.js";
import { edges, goesInto, linkOf } from "./net-stage.js";

const REACH = 6; // pixels from a line within which it is meant
const OPACITY = { strong: 0.95, plain: 0.72, faint: 0.2 };

/** @param {HTMLCanvasElement} canvas @param {Plan} plan @param {Net} net @param {{stage: import("../stages.js").Stage | null,
 *   spot: Spot | null, lit: Edge | null}} looked */
export function drawEdges(canvas, plan, net, { stage, spot, lit }) {
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const ratio = Math.min(3, devicePixelRatio || 1);
  const [width, height] = [Math.round(plan.width * ratio), Math.round(plan.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, plan.width, plan.height);
  const greatest = largest(net, (k, i, j) => net.w(k, i, j));
  for (const { k, n, h } of net.weights) {
    const { strength, what } = edges(stage, k);
    const value = what === "slope" ? net.slope : what === "next" ? net.next : net.w;
    const most = what === "slope" ? largest(net, net.slope, k) : greatest;
    const widest = n * h <= 16 ? 7 : n * h <= 64 ? 5 : n * h <= 256 ? 3.2 : 2;
    const crowded = n * h > 64;
    const [below, above] = [plan.columns[k - 1], plan.columns[k]];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < h; j++) {
        const v = filling() && withheld(linkOf({ kind: "edge", k, i, j }, what)) ? NaN : value(k, i, j); // asked for: grey and thin
        const size = Math.min(1, Math.abs(v) / most) || 0;
        const meant = spot && goesInto(spot, k, i, j);
        c.globalAlpha = (meant ? OPACITY.strong : spot ? Math.min(OPACITY.faint, OPACITY[strength]) : OPACITY[strength]) * (crowded && !meant ? 0.06 + 0.94 * size * size : 1);
        c.lineWidth = (crowded ? 0.4 : 1) + widest * size;
        c.strokeStyle = what === "slope" && !Number.isNaN(v) ? palette().gradient : v < 0 ? palette().negative : v > 0 ? palette().positive : palette().ink2;
        c.beginPath();
        c.moveTo(below.x, below.ys[i]);
        c.lineTo(above.x, above.ys[j]);
        c.stroke();
      }
  }
  c.globalAlpha = 1;
  if (lit && lit.i >= 0 && plan.columns[lit.k]?.ys[lit.j] !== undefined && plan.columns[lit.k - 1].ys[lit.i] !== undefined)
    highlight(c, () => {
      c.moveTo(plan.columns[lit.k - 1].x, plan.columns[lit.k - 1].ys[lit.i]);
      c.lineTo(plan.columns[lit.k].x, plan.columns[lit.k].ys[lit.j]);
    }, 4);
}

/** The greatest size among the weights, or of one layer of them; never 0. @param {Net} net
 * @param {(k: number, i: number, j: number) => number} value @param {number} [only] */
function largest(net, value, only) {
  let most = 0;
  for (const { k, n, h } of net.weights)
    if (only === undefined || only === k)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < h; j++) {
          const size = Math.abs(value(k, i, j));
          if (size > most && size < Infinity) most = size;
        }
  return most || 1;
}

/** The line at a place, or null. @param {Plan} plan @param {number} x @param {number} y @returns {Edge | null} */
export function edgeAt({ columns }, x, y) {
  const k = columns.findIndex((column, l) => l > 0 && x > columns[l - 1].x + columns[l - 1].r && x < column.x - column.r);
  if (k < 1) return null;
  const [below, above] = [columns[k - 1], columns[k]];
  const t = (x - below.x) / (above.x - below.x);
  let [best, near] = [/** @type {Edge | null} */ (null), REACH];
  for (const [i, from] of below.ys.entries())
    for (const [j, to] of above.ys.entries()) {
      const away = (Math.abs(from + (to - from) * t - y) * (above.x - below.x)) / Math.hypot(above.x - below.x, to - from);
      if (away < near) [best, near] = [{ kind: "edge", k, i, j }, away];
    }
  return best;
}

/** The unit at a place, or nearest to it within a finger's breadth. @param {Plan} plan @param {number} x @param {number} y @returns {Spot | null} */
export function unitAt({ columns }, x, y) {
  for (const [l, { x: center, ys, r }] of columns.entries()) {
    if (Math.abs(x - center) > Math.max(r, 12)) continue;
    const j = ys.reduce((best, at, one) => (Math.abs(at - y) < Math.abs(ys[best] - y) ? one : best), 0);
    if (Math.hypot(x - center, y - ys[j]) <= Math.max(r, 12)) return { kind: "unit", l: l + 1, j };
  }
  return null;
}
