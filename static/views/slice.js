/** One step seen from the side: the loss along its direction, the tangent that the step trusts, and where it lands. */
import { clamp } from "../clamp.js";
import { num, plain } from "../format.js";
import * as link from "../link.js";
import { alternative } from "./alternative.js";
import { Crowd } from "./crowd.js";
import { ghostDot, highlight, line, nowDot, stroke, text, textWidth, widest } from "./drawing.js";
import { quadratic } from "./landscapes.js";
import { along } from "./noise.js";
import { palette } from "./palette.js";
import { scales } from "./rules.js";
import { linear, tickText, ticks } from "./scales.js";
import { backUp, curveOf, lowest, valueAt } from "./section.js";
import { Stage } from "./stage.js";
import { diverged, rateOf, withheld } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./section.js").Curve} Curve
 * @typedef {{batch: Curve, full: Curve, step: number, same: boolean, best: number | null, back: number | null, slope: number, start: number, others: [number, number] | null}} Section
 */

const HEADROOM = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** @param {HTMLElement} element @param {{note: HTMLElement | null}} options @returns {import("../types.js").View} */
export function create(element, { note }) {
  const describe = alternative(element);
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Section | null} */
  let section = null;
  /** @type {unknown} */
  let source = null;
  let [X, Y] = [linear(0, 1, 0, 1), linear(0, 1, 1, 0)];
  const stage = new Stage(element, { heights: [190, 300], draw });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const block = next.arrays.slice;
    if (!block) return;
    if (block !== source) {
      source = block;
      section = { ...cut(block, next.arrays.slopes?.data[0] ?? NaN, quadratic(next.config), next.scalars.picture ?? next.step), others: along(next) };
    }
    if (note) say(note);
    describe(() => note?.textContent ?? "", !next.playing);
    stage.show();
  }

  function draw() {
    if (!frame || !section) return false;
    const c = stage.clear(0);
    const { width, height } = stage;
    const { ink, ink2, rule, gradient } = palette();
    const { batch, full, slope, start, same } = section;
    const rate = rateOf(frame);
    const landed = valueAt(batch, rate);
    fit(rate, landed);
    const [left, right, bottom] = [X(X.from), X(X.to), Y(Y.from)];
    const up = ticks(Y.from, Y.to, height / 56);
    for (const value of up.values) {
      line(c, [[left, Y(value)], [right, Y(value)]], { color: rule, width: 1 });
      text(c, tickText(value, up.digits), left - 6, Y(value) + 4, { color: ink2, align: "right" });
    }
    const across = ticks(X.from, X.to, width / 80);
    for (const value of across.values) if (X(value) < width - 12) text(c, tickText(value, across.digits), X(value), bottom + 16, { color: ink2, align: "center" });
    const axis = frame.config.optimizer === "sgd" ? "how far along the negative gradient" : "how far along the step’s direction";
    text(c, textWidth(c, axis) < right - left ? axis : "how far along the step", (left + right) / 2, height - 5, { color: ink2, align: "center" });

    c.globalAlpha = section.step === frame.step && !withheld(frame) ? 1 : 0.6; // of another step: faint rather than wrong
    c.save();
    c.beginPath();
    c.rect(left, 0, right - left, bottom + 1);
    c.clip();
    const crowd = new Crowd(width, bottom);
    if (!same) trace(c, full, ink2, 1.4, [5, 4], crowd);
    trace(c, batch, ink, 2, [], crowd);
    const far = slope < 0 ? Math.min(rate * 1.25, ((start - Y.from) / -slope) * 0.96, X.to) : rate;
    line(c, [[X(X.from / 2), Y(start + (slope * X.from) / 2)], [X(far), Y(start + slope * far)]], { color: gradient, width: 2 });
    const spot = Number.isFinite(landed) ? landed : Y.to;
    const made = !diverged(frame); // else no step follows
    for (const [x, y] of made ? [[0, start], [rate, spot]] : [[0, start]]) {
      line(c, [[X(x), bottom], [X(x), Y(y)]], { color: gradient, width: 1, dash: [2, 3] });
      crowd.line(X(x), bottom, X(x), Math.max(0, Y(y)));
    }
    if (Number.isFinite(slope)) crowd.line(X(X.from / 2), Y(start + (slope * X.from) / 2), X(far), Y(start + slope * far));
    c.restore();
    if (made && section.others && !withheld(frame)) interval(c, section.others[0] * rate, section.others[1] * rate, bottom - 7, crowd);
    if (made && link.current() === "learning_rate") highlight(c, () => (c.moveTo(X(0), bottom), c.lineTo(X(rate), bottom)), 4);
    const at = Math.max(Y(spot), 8);
    if (made) ghostDot(c, [X(rate), at], gradient);
    nowDot(c, [X(0), Y(start)], gradient);
    names(c, crowd, made ? { rate, at } : null);
    c.globalAlpha = 1;
    return false;
  }

  /** @param {CanvasRenderingContext2D} c @param {Crowd} crowd @param {{rate: number, at: number} | null} next  where the step lands */
  function names(c, crowd, next) {
    if (!section) return;
    const { gradient, ink, ink2 } = palette();
    for (const [x, y] of [[X(0), Y(section.start)], ...(next ? [[X(next.rate), next.at]] : [])]) crowd.box({ x: x - 8, y: y - 8, width: 16, height: 16 });
    crowd.box({ x: 0, y: 0, width: X(X.from) - 2, height: stage.height });
    /** @param {string} said @param {number} x @param {number} y @param {string} color @param {number} [within] */
    const put = (said, x, y, color, within) => {
      const box = crowd.place(x, y, textWidth(c, said, { bold: true }), 13, -1, within);
      if (!box) return false;
      const near = /** @type {[number, number]} */ ([clamp(x, box.x, box.x + box.width), clamp(y, box.y, box.y + 13)]);
      const far = Math.hypot(near[0] - x, near[1] - y);
      if (far > 20) line(c, [[x + (9 / far) * (near[0] - x), y + (9 / far) * (near[1] - y)], near], { color, width: 1 });
      text(c, said, box.x, box.y + 11, { color, bold: true });
      return true;
    };
    if (next) put(`α = ${plain(next.rate)}`, X(next.rate), next.at, gradient);
    put("now", X(0), Y(section.start), gradient);
    const shares = [0.82, 0.66, 0.92, 0.5, 0.35, 0.2, 0.08].map((share) => X.from + (X.to - X.from) * share);
    /** @param {Curve} curve @param {string} said @param {string} color */
    const along = (curve, said, color) => {
      const seen = shares.filter((v) => Y(valueAt(curve, v)) > 14 && Y(valueAt(curve, v)) < Y(Y.from));
      for (const within of [14, Infinity]) // close by somewhere, rather than far off at the first place
        if (seen.some((x) => put(said, X(x), Y(valueAt(curve, x)), color, within))) return;
    };
    if (!section.same) along(section.full, "all data", ink2);
    along(section.batch, section.same ? "the loss" : "this batch", ink);
  }

  /** @param {CanvasRenderingContext2D} c @param {Curve} curve @param {string} color @param {number} width @param {number[]} dash @param {Crowd} crowd */
  function trace(c, curve, color, width, dash, crowd) {
    c.beginPath();
    for (let px = X(X.from), begun = false; px <= X(X.to); px += 2) {
      const y = Y(valueAt(curve, X.invert(px)));
      if (!Number.isFinite(y)) continue;
      if (begun) c.lineTo(px, clamp(y, -1e4, 1e4));
      else c.moveTo(px, clamp(y, -1e4, 1e4));
      crowd.point(px, y);
      begun = true;
    }
    stroke(c, color, width, dash);
  }

  /** How far the steps of most other batches lead along this one. @param {CanvasRenderingContext2D} c @param {number} from @param {number} to
   * @param {number} y @param {Crowd} crowd */
  function interval(c, from, to, y, crowd) {
    const [left, right] = [from, to].map((rate) => clamp(X(rate), X(X.from), X(X.to)));
    const color = palette().gradient;
    line(c, [[left, y], [right, y]], { color, width: 1.2, dash: [2, 2] });
    for (const [x, rate] of [[left, from], [right, to]]) if (rate > X.from && rate < X.to) line(c, [[x, y - 5], [x, y + 5]], { color, width: 1.6 });
    crowd.box({ x: left, y: y - 6, width: right - left, height: 12 });
  }

  /** Round ends that show now, the step and the way back up. @param {number} rate @param {number} landed */
  function fit(rate, landed) {
    if (!section) return;
    const { batch, full, best, start } = section;
    const to = roundUp(Math.max(1.3 * rate, best === null ? 0 : 2.25 * best));
    const from = -0.16 * to;
    const highs = [start, valueAt(full, 0), Math.min(landed, 1e30), Math.min(valueAt(batch, to), start * 1.6), Math.min(valueAt(batch, from), start * 1.6)];
    const highest = Math.max(...highs.filter(Number.isFinite), 0);
    const lows = [best === null ? start : valueAt(batch, best), valueAt(full, 0), valueAt(full, best ?? 0)].filter(Number.isFinite);
    const low = Math.max(0, Math.min(...lows));
    // Nothing rises anywhere, or hardly: an axis all the same, with no more digits than can be read.
    const high = highest > 1e-12 ? Math.max(highest + 0.08 * (highest - low), low * 1.002) : 1;
    const bottom = low < 0.5 * high ? 0 : low - 0.15 * (high - low);
    Y = linear(bottom, bottom + roundUp(high - bottom), stage.height - 40, 10);
    const { values, digits } = ticks(Y.from, Y.to, stage.height / 56);
    const room = widest(values.map((value) => tickText(value, digits))) + 12;
    X = linear(from, to, Math.max(46, room), stage.width - 10);
  }

  /** What the picture says, in words. @param {HTMLElement} place */
  function say(place) {
    if (!frame || !section) return;
    const { batch, slope, start, best, back, same, step } = section;
    const rate = rateOf(frame);
    const gained = start - valueAt(batch, rate);
    const b = (/** @type {number} */ value) => `<b>${num(value, 2)}</b>`; // numbers only: nothing to escape
    const parts = step !== frame.step ? [`Step ${step}:`] : withheld(frame) ? ["Before the change:"] : [];
    const promised = -slope * rate;
    if (diverged(frame)) parts.push("The run has diverged; it makes no step from here.");
    else if (!Number.isFinite(promised)) parts.push("Along this step the loss cannot be told.");
    else if (promised === 0) parts.push("The slope is zero here: no step of any length moves anything.");
    else if (promised < 0) parts.push("This step does not go downhill: its momentum carries it on.");
    else parts.push(`The tangent promises ${b(promised)}; the curve ${gained >= 0 || !Number.isFinite(gained) ? `gives ${b(gained)}` : `<b>rises</b> by ${b(-gained)}`}.`);
    if (!scales(frame.config)) parts.push("Rprop’s steps have lengths of their own: α was only the first of them.");
    else if (best !== null && !diverged(frame)) {
      const where = same ? "For this one step the" : "For this one batch the";
      parts.push(`${where} best α would be ${b(best)}${back === null ? "." : `; beyond ${b(back)} the loss would rise.`}`);
    }
    if (section.others && step === frame.step && !diverged(frame)) parts.push("Bracket: where most other batches of this size would step along this line.");
    const said = parts.join(" ");
    if (place.dataset.said !== said) {
      place.innerHTML = said;
      place.dataset.said = said;
    }
    Object.assign(element.dataset, { rate: String(rate), predicted: Number.isFinite(gained) ? String(start - gained) : "" });
  }

  element.addEventListener("pointermove", (event) => {
    if (!frame || !section) return;
    const { x, y } = stage.at(event);
    const near = Math.abs(x - X(rateOf(frame))) < 12 && y > Math.min(Y(valueAt(section.batch, rateOf(frame))), Y(Y.from)) - 12;
    link.set(near ? "learning_rate" : null);
  });
  element.addEventListener("pointerleave", () => link.set(null));
  document.addEventListener("linkchange", () => section && stage.request());

  return { update, resize: () => stage.resize() };
}

/** @param {import("../types.js").Block} block @param {number} slope  at 0 @param {boolean} quadratic @param {number} step @returns {Omit<Section, "others">} */
function cut(block, slope, quadratic, step) {
  const [batch, full] = [curveOf(block, 1, quadratic), curveOf(block, 2, quadratic)];
  const best = lowest(batch);
  const same = block.data.subarray(block.shape[1], 2 * block.shape[1]).every((value, k) => value === block.data[2 * block.shape[1] + k] || !Number.isFinite(value));
  return { batch, full, step, same, best, back: best === null ? null : backUp(batch, best), slope, start: valueAt(batch, 0) };
}

/** The next of a few round lengths, so that axes rest while values move. @param {number} value */
function roundUp(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (HEADROOM.find((lead) => value <= lead * power * (1 + 1e-9)) ?? 10);
}
