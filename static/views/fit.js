/** The data and the model: points, the line or curve ŷ(x) now and after the next step, and the errors of the batch. */
import { clamp } from "../clamp.js";
import { num } from "../format.js";
import * as link from "../link.js";
import { bestLine, blockOf, textOf } from "../points.js";
import { alternative } from "./alternative.js";
import { Crowd } from "./crowd.js";
import { chip, dot, highlight, line, stroke, symbol, text, textWidth, widest } from "./drawing.js";
import { Ends } from "./ends.js";
import { modelAt, straight } from "./landscapes.js";
import { laneLooks } from "./lanes.js";
import { faint, palette } from "./palette.js";
import { pointsEditor } from "./points-editor.js";
import { linear, tickText, ticks } from "./scales.js";
import { distance } from "./spotlight.js";
import { Stage } from "./stage.js";
import { Tween } from "./tween.js";
import { upcoming } from "./upcoming.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {import("./drawing.js").Point} Point */

const NUMBERED = 12; // samples of a batch that still carry their numbers
const MARKED = 60; // samples whose errors labels keep clear of; more of them leave no room anyway

/** @param {HTMLElement} element
 * @param {{knobs: import("../types.js").Knob[], actions: import("../types.js").Actions, editor: HTMLElement | null}} options
 * @returns {import("../types.js").View} */
export function create(element, { knobs, actions, editor }) {
  const describe = alternative(element);
  const tween = new Tween();
  /** @type {Frame | null} */
  let frame = null;
  const ends = new Ends();
  let [X, Y] = [linear(0, 1, 0, 1), linear(0, 1, 1, 0)];
  const stage = new Stage(element, { heights: [200, 560], draw, layers: 2 });
  const edit = pointsEditor(element, editor, { stage, scales: () => ({ X, Y }), actions, knob: knobs.find(({ name }) => name === "points") });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const step = upcoming(next);
    tween.aim(step ? [...step.theta, ...(step.next ?? step.theta)] : [], next.step);
    edit.update(next);
    describe(words, !next.playing);
    if (next.arrays.points) stage.show();
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    const points = frame && blockOf(frame);
    const step = frame && upcoming(frame);
    if (!frame || !points || !step) return false;
    const { ink, ink2, card, accent } = palette();
    const held = edit.held();
    if (ends.follow(points.data, frame.run, edit.busy()) || fresh) {
      const [x0, x1, y0, y1] = ends.box;
      const up = ticks(y0, y1, stage.height / 75);
      const left = Math.max(30, Math.ceil(widest(up.values.map((value) => tickText(value, up.digits)))) + 10);
      [X, Y] = [linear(x0, x1, left, stage.width - 8), linear(y0, y1, stage.height - 26, 8)];
      grid(stage.clear(0));
    }
    const c = stage.clear(1);
    const { values, moving } = tween.at();
    const now = /** @type {Point} */ ([values[0], values[1]]);
    const next = step.next && /** @type {Point} */ ([values[2], values[3]]);
    const single = frame.lanes.length === 1;
    c.save();
    c.beginPath();
    c.rect(X(X.from), 0, X(X.to) - X(X.from), Y(Y.from) + 6);
    c.clip();
    const best = (textOf(frame) && bestLine(points)) || frame.arrays.minima?.data; // not to wait for the surface of points just set
    if (best) model(c, [best[0], best[1]], faint(ink, 0.45), 1, []);
    const all = points.shape[0];
    const batch = (single ? Array.from(frame.arrays.batch?.data ?? []) : []).filter((i) => i < all); // the next frame's may be fewer
    residuals(c, points, held < 0 || batch.includes(held) ? batch : [...batch, held], now);
    const tag = lit(c, now, next, step);
    if (next && single) model(c, next, palette().gradient, 1.7, [5, 4]);
    laneLooks(frame, knobs).forEach(({ color, dash }, lane) => {
      const theta = lane ? upcoming(/** @type {Frame} */ (frame), lane)?.theta : now;
      if (theta) model(c, theta, color, 2.6, dash);
    });
    c.restore();
    const inBatch = new Set(batch);
    const numbered = batch.length <= NUMBERED && batch.length < all;
    const order = Array.from({ length: all }, (_, i) => i).sort((a, b) => Number(inBatch.has(a)) - Number(inBatch.has(b))); // the batch's over the others
    for (const i of order) {
      const at = place(points, i);
      const on = inBatch.has(i);
      if (isLit(i)) dot(c, at, 9.5, { fill: palette().mark, edge: ink });
      if (i === edit.chosen()) dot(c, at, 9.5, { edge: accent, width: 2 });
      dot(c, at, on ? 5 : 4, { fill: on ? ink : card, edge: on ? card : ink2 });
    }
    const crowd = new Crowd(stage.width, stage.height);
    for (let i = 0; i < all; i++) {
      const [x, y] = place(points, i);
      crowd.box({ x: x - 4, y: y - 4, width: 8, height: 8 });
    }
    for (const i of batch.length <= MARKED ? batch : []) crowd.line(...place(points, i), X(points.data[2 * i]), clamp(Y(says(now, points.data[2 * i])), 0, stage.height));
    if (single) name(c, crowd, now, next);
    for (const theta of next && single ? [now, next] : [now]) {
      const way = course(theta);
      way.slice(1).forEach((to, i) => crowd.line(...way[i], ...to));
    }
    if (numbered) number(c, crowd, points, batch, now);
    if (best) nameBest(c, crowd, [best[0], best[1]]);
    tag?.();
    return moving;
  }

  /** @param {CanvasRenderingContext2D} c */
  function grid(c) {
    const { rule, ink2 } = palette();
    const left = X(X.from);
    const up = ticks(Y.from, Y.to, stage.height / 75);
    for (const value of up.values) {
      line(c, [[left, Y(value)], [stage.width - 8, Y(value)]], { color: rule, width: 1 });
      if (Y(value) > 26) text(c, tickText(value, up.digits), left - 6, Y(value) + 4, { color: ink2, align: "right" });
    }
    const across = ticks(X.from, X.to, stage.width / 80);
    for (const value of across.values)
      if (X(value) < stage.width - 26) text(c, tickText(value, across.digits), X(value), stage.height - 8, { color: ink2, align: "center" });
    symbol(c, "x", "", stage.width - 16, stage.height - 9);
    symbol(c, "y", "", 8, 17);
  }

  /** @param {CanvasRenderingContext2D} c @param {ArrayLike<number>} theta @param {string} color @param {number} width @param {number[]} dash */
  function model(c, theta, color, width, dash) {
    line(c, course(theta), { color, width, dash });
  }

  /** ŷ of an x. @param {ArrayLike<number>} theta @param {number} x */
  function says(theta, x) {
    return modelAt(/** @type {Frame} */ (frame).config, theta, x);
  }

  /** The model's line or curve in pixels. @param {ArrayLike<number>} theta @returns {Point[]} */
  function course(theta) {
    const pieces = straight(/** @type {Frame} */ (frame).config) ? 1 : 80;
    return Array.from({ length: pieces + 1 }, (_, i) => {
      const x = X.from + ((X.to - X.from) * i) / pieces;
      return [X(x), bounded(Y(says(theta, x)))];
    });
  }

  /** @param {CanvasRenderingContext2D} c @param {import("../types.js").Block} points @param {number[]} batch @param {Point} theta */
  function residuals(c, points, batch, theta) {
    const { ink } = palette();
    c.beginPath();
    for (const i of batch) {
      const [x, y] = place(points, i);
      c.moveTo(x, y);
      c.lineTo(x, bounded(Y(says(theta, points.data[2 * i]))));
    }
    stroke(c, faint(ink, batch.length > 100 ? 0.25 : 0.75), batch.length > 40 ? 1 : 1.5);
  }

  /** The samples' numbers, clear of points and line. @param {CanvasRenderingContext2D} c @param {Crowd} crowd
   * @param {import("../types.js").Block} points @param {number[]} batch @param {Point} theta */
  function number(c, crowd, points, batch, theta) {
    for (const i of batch) {
      const [x, y] = place(points, i);
      const box = crowd.place(x, y, textWidth(c, String(i + 1), { bold: true }), 11, points.data[2 * i + 1] > says(theta, points.data[2 * i]) ? 6 : 7);
      if (box) text(c, String(i + 1), box.x, box.y + 10, { bold: true });
    }
  }

  /** θ₀ is where the line meets x = 0, θ₁ how far it climbs on one unit of x. Returns what writes the number over
   * everything else. @param {CanvasRenderingContext2D} c
   * @param {Point} now @param {Point | null} next @param {import("./upcoming.js").Upcoming} step */
  function lit(c, now, next, step) {
    const [what, axis] = link.current()?.match(/^(theta|next)-([01])$/)?.slice(1) ?? [];
    const theta = what === "next" ? next : now;
    const exact = what === "next" ? step.next : step.theta;
    if (!what || !theta || !exact || !straight(/** @type {Frame} */ (frame).config)) return null;
    const y = (/** @type {number} */ x) => bounded(Y(theta[0] + theta[1] * x));
    const origin = clamp(0, X.from, X.to);
    if (axis === "0") {
      highlight(c, () => (c.moveTo(X(origin), Y(clamp(0, Y.from, Y.to))), c.lineTo(X(origin), y(origin))), 3);
      return () => chip(c, num(exact[0]), X(origin), y(origin) - 18, stage);
    }
    const unit = Math.min(1, (X.to - X.from) / 3);
    const from = clamp(origin, X.from, X.to - unit);
    highlight(c, () => (c.moveTo(X(from), y(from)), c.lineTo(X(from + unit), y(from)), c.lineTo(X(from + unit), y(from + unit))), 3);
    return () => chip(c, unit === 1 ? num(exact[1]) : `${num(unit * exact[1])} on ${num(unit)}`, X(from + unit) + 22, (y(from) + y(from + unit)) / 2, stage);
  }

  /** "now" and "next" beside their lines, as far right as no point is in the way.
   * @param {CanvasRenderingContext2D} c @param {Crowd} crowd @param {Point} now @param {Point | null} next */
  function name(c, crowd, now, next) {
    const { gradient } = palette();
    for (const share of [0.985, 0.88, 0.76, 0.64, 0.5, 0.36, 0.2]) {
      const x = X.from + (X.to - X.from) * share;
      const [a, b] = [now, next ?? now].map((theta) => Y(says(theta, x)));
      const gap = 9 + 12 * Math.abs(theta1(now)); // a steep line needs more room beside its label
      const above = a <= b ? -gap : gap + 10;
      const spots = /** @type {[string, number, boolean][]} */ ([["now", a + above, true]]);
      if (next) spots.push(["next", b + 10 - above, false]);
      const free = spots.every(([said, y]) => crowd.free({ x: X(x) - textWidth(c, said, { bold: true }), y: y - 11, width: 30, height: 13 }));
      if (!free || spots.some(([, y]) => y < 14 || y > stage.height - 30)) continue;
      for (const [said, y, bold] of spots) {
        text(c, said, X(x), y, { color: gradient, bold, align: "right" });
        crowd.box({ x: X(x) - 30, y: y - 11, width: 30, height: 13 });
      }
      return;
    }
  }

  /** "best line" beside the thin one, where nothing else stands. @param {CanvasRenderingContext2D} c @param {Crowd} crowd @param {Point} theta */
  function nameBest(c, crowd, theta) {
    const said = straight(/** @type {Frame} */ (frame).config) ? "best line" : "best curve";
    const width = textWidth(c, said);
    const gap = 4 + 0.5 * width * theta1(theta);
    for (const share of [0.94, 0.86, 0.78, 0.08, 0.16, 0.24, 0.7, 0.32, 0.6, 0.42, 0.5]) {
      const x = X(X.from) + share * (X(X.to) - X(X.from));
      const y = Y(says(theta, X.invert(x)));
      const left = clamp(x - width / 2, X(X.from) + 2, X(X.to) - width - 2);
      for (const top of [y - gap - 12, y + gap, y - gap - 22, y + gap + 10]) {
        if (top < 4 || top > stage.height - 44 || !crowd.free({ x: left - 4, y: top, width: width + 8, height: 13 })) continue;
        return text(c, said, left, top + 11, { color: palette().ink2 });
      }
    }
  }

  /** The slope as it is seen: pixels down on one pixel across. @param {Point} theta */
  function theta1(theta) {
    return Math.min(2, Math.abs((Y(theta[1]) - Y(0)) / (X(1) - X(0))));
  }

  /** @param {import("../types.js").Block} points @param {number} i @returns {Point} */
  function place({ data }, i) {
    return [X(data[2 * i]), Y(data[2 * i + 1])];
  }

  /** Far-off lines stay lines: pixels that a canvas can still draw. @param {number} y */
  function bounded(y) {
    return clamp(y, -1e4, 1e4);
  }

  /** @param {number} i */
  function isLit(i) {
    return link.current() === `sample_gradients-${i}`;
  }

  /** @param {{x: number, y: number}} at @returns {string | null} */
  function spotAt(at) {
    const points = frame && blockOf(frame);
    const step = frame && upcoming(frame);
    if (!points || !step || edit.held() >= 0) return null;
    for (let i = 0; i < points.shape[0]; i++) {
      const [x, y] = place(points, i);
      if (Math.hypot(x - at.x, y - at.y) < 9) return `sample_gradients-${i}`;
    }
    if (!straight(/** @type {Frame} */ (frame).config)) return null;
    for (const [what, theta] of /** @type {[string, Point | null][]} */ ([["theta", step.theta], ["next", step.next]])) {
      if (!theta) continue;
      const ends = [X.from, X.to].map((x) => /** @type {Point} */ ([X(x), Y(says(theta, x))]));
      if (distance([at.x, at.y], ends[0], ends[1]) < 7) return `${what}-${Math.abs(at.x - X(0)) < 24 ? 0 : 1}`;
    }
    return null;
  }

  function words() {
    const step = frame && upcoming(frame);
    const m = (frame && blockOf(frame)?.shape[0]) ?? 0;
    if (!frame || !step) return "The data, not yet drawn";
    const { config } = frame;
    const batch = frame.arrays.batch?.data.length ?? 0;
    const line = straight(config);
    const model = (/** @type {number[]} */ theta) => `ŷ = ${line ? "" : "σ("}${num(theta[0])} + ${num(theta[1])} x${line ? "" : ")"}`;
    return `${m} points and the ${line ? "line" : "curve"} ${model(step.theta)} of step ${frame.step}. ` +
      `The batch holds ${batch >= m ? "all of them" : `${batch} of them`}.${step.next ? ` Next comes ${model(step.next)}.` : ""}`;
  }

  element.addEventListener("pointermove", (event) => link.set(spotAt(stage.at(event))));
  element.addEventListener("pointerleave", () => link.set(null));
  document.addEventListener("linkchange", () => frame?.arrays.points && stage.request());

  return { update, resize: () => stage.resize(), refuse: edit.refuse };
}
