/** Where each sample would like the parameters to go: its own downhill gradient, with the means of batch and data. */
import { count, num } from "../format.js";
import * as link from "../link.js";
import { alternative } from "./alternative.js";
import { Crowd } from "./crowd.js";
import { arrow, highlight, line, symbol, text, textWidth } from "./drawing.js";
import { axesOf } from "./landscapes.js";
import { drawEllipse, meansOfOthers } from "./noise.js";
import { faint, palette } from "./palette.js";
import { distance } from "./spotlight.js";
import { Stage } from "./stage.js";
import { angle, diverged, pair, pictured } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {{step: number, samples: Float32Array, batch: number[], mean: Point | null, full: Point | null, others: Point[]}} Pulls  of one step
 */

const NUMBERED = 12;
const MARGIN = 26; // pixels for numbers at the arrows' ends
const FACTORS = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const [SHORT, PLAIN, LONG] = [20, 36, 100]; // pixels: of a mean that is too short to be seen, long enough, too long

/** @param {HTMLElement} element @param {{key: HTMLElement | null}} options  key: where it is said what the arrows are
 * @returns {import("../types.js").View} */
export function create(element, { key }) {
  const describe = alternative(element);
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Pulls | null} */
  let pulls = null;
  let [scale, originX, originY] = [0, 0, 0];
  let factor = 1; // the means are drawn so many times as long as the samples' arrows
  const stage = new Stage(element, { heights: [230, 330], draw });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const samples = next.arrays.sample_gradients?.data;
    const none = diverged(next); // beside the picture a sentence says so
    if (key) key.style.visibility = none ? "hidden" : "";
    if (none) {
      pulls = null;
      if (stage.layers.length) stage.clear(0);
      describe(words, !next.playing);
      return;
    }
    if (!samples) return;
    if (pictured(next) || !pulls) pulls = gather(next, samples);
    describe(words, !next.playing);
    stage.show();
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    if (!pulls || !frame) return false;
    const c = stage.clear(0);
    const { width, height } = stage;
    const { rule, ink, ink2, gradient } = palette();
    const { samples, batch, mean, full } = pulls;
    arrange(fresh);
    enlarge();
    c.globalAlpha = pulls.step === frame.step ? 1 : 0.6; // of an earlier step: faint rather than wrong
    line(c, [[12, originY], [width - 12, originY]], { color: rule, width: 1 });
    line(c, [[originX, 8], [originX, height - 8]], { color: rule, width: 1 });
    const origin = /** @type {Point} */ ([originX, originY]);
    const all = samples.length / 2;
    const inBatch = new Set(batch);
    const some = batch.length < all;
    const lit = link.current();
    for (let i = 0; i < all; i++)
      if (!inBatch.has(i)) arrow(c, origin, arrowhead(i), { color: faint(ink2, 0.45), width: 1.1, head: 6 });
    for (const i of batch) arrow(c, origin, arrowhead(i), { color: some ? ink : faint(ink2, 0.6), width: some ? 1.8 : 1.1, head: some ? 8 : 6 });
    const chosen = lit?.match(/^sample_gradients-(\d+)$/)?.[1];
    if (chosen !== undefined && Number(chosen) < all) {
      const to = arrowhead(Number(chosen));
      highlight(c, () => (c.moveTo(...origin), c.lineTo(...to)), 5);
      arrow(c, origin, to, { color: ink, width: 1.8, head: 8 });
    }
    const meanEnd = mean && tip(mean);
    if (meanEnd && lit && /^gradient-[01]$/.test(lit)) {
      const leg = /** @type {Point} */ (lit.endsWith("0") ? [meanEnd[0], originY] : [originX, meanEnd[1]]);
      highlight(c, () => (c.moveTo(...origin), c.lineTo(...leg)), 6);
    }
    if (pulls.others.length) drawEllipse(c, pulls.others.map(tip));
    if (full && some) arrow(c, origin, tip(full), { color: ink, width: 2, head: 9, dash: [4, 3] });
    if (meanEnd) arrow(c, origin, meanEnd, { color: gradient, width: 4, head: 13 });
    if (key) explain(key, all, some);
    captions(c, some, chosen);
    c.globalAlpha = 1;
    return false;
  }

  /** What the arrows are. @param {HTMLElement} place @param {number} all @param {boolean} some */
  function explain(place, all, some) {
    if (!pulls) return;
    const size = count(frame?.scalars.dataset_size ?? all);
    const short = !some && factor === 1 && scale * Math.hypot(...(pulls.mean ?? [0])) < 2;
    const said = {
      mean: !pulls.samples.every(Number.isFinite) ? "the pulls are beyond all measure" : some ? "batch mean" : short ? `the mean of all ${size} is 0, or nearly` : `mean of all ${size}`,
      all: some && `mean of all ${size}`,
      others: pulls.others.length > 0 && "most other batches’ means",
      factor: factor > 1 && `${pulls.others.length ? "all these" : some ? "both means" : "the mean"} drawn ${count(factor)}× longer`,
    };
    for (const [name, words] of Object.entries(said)) {
      const part = /** @type {HTMLElement} */ (place.querySelector(`[data-part=${name}]`));
      part.hidden = !words;
      const text = /** @type {HTMLElement} */ (part.lastElementChild);
      if (words && text.textContent !== words) text.textContent = words;
    }
  }

  /** The letters of the axes, and the numbers of the batch's samples.
   * @param {CanvasRenderingContext2D} c @param {boolean} some @param {string | undefined} chosen */
  function captions(c, some, chosen) {
    if (!pulls) return;
    const { width, height } = stage;
    const crowd = new Crowd(width, height);
    const [across, up] = axesOf(/** @type {Frame} */ (frame).config);
    symbol(c, ...across, width - 26, originY - 8);
    symbol(c, ...up, originX + 8, 19);
    for (const [left, top] of [[width - 28, originY - 24], [originX + 6, 4]]) crowd.box({ x: left, y: top, width: 26, height: 24 });
    const numbered = some && pulls.batch.length <= NUMBERED ? [...pulls.batch] : [];
    if (chosen !== undefined && !numbered.includes(Number(chosen))) numbered.push(Number(chosen));
    if (numbered.length) for (const point of [...numbered.map(arrowhead), ...(pulls.mean ? [tip(pulls.mean)] : [])]) crowd.line(originX, originY, ...point);
    for (const i of numbered) {
      const [ex, ey] = arrowhead(i);
      const box = crowd.place(ex, ey, textWidth(c, String(i + 1), { bold: true }), 12);
      if (box) text(c, String(i + 1), box.x, box.y + 11, { bold: true });
    }
  }

  /** Where a gradient's downhill arrow ends, in pixels. @param {number} g0 @param {number} g1 @returns {Point} */
  function end(g0, g1) {
    return [originX - scale * g0, originY + scale * g1];
  }

  /** @param {number} i @returns {Point} */
  function arrowhead(i) {
    return pulls ? end(pulls.samples[2 * i], pulls.samples[2 * i + 1]) : [originX, originY];
  }

  /** Where the downhill arrow of a mean ends. @param {Point} mean @returns {Point} */
  function tip([g0, g1]) {
    return end(factor * g0, factor * g1);
  }

  /** Near the minimum the samples still pull, against one another, and their means are too short to be seen: then both are
   * drawn longer, by one factor, which stays while it will do, and with which the ellipse is still inside. */
  function enlarge() {
    const longest = scale * Math.max(...[pulls?.mean, pulls?.full].map((mean) => (mean ? Math.hypot(...mean) : 0)));
    const drawn = factor * longest;
    const most = Math.min(Infinity, ...(pulls?.others ?? []).map(([g0, g1]) => Math.min(roomFor(-scale * g0, originX, stage.width), roomFor(scale * g1, originY, stage.height))));
    if (factor <= Math.max(1, most) && drawn >= SHORT && (factor === 1 || (drawn <= LONG && longest < PLAIN))) return;
    const held = FACTORS.filter((times) => times <= most);
    factor = longest < SHORT ? (held.find((times) => times * longest >= PLAIN) ?? (most < Infinity ? held.at(-1) : 1) ?? 1) : 1;
  }

  /** Scale and origin stay while everything is inside and not small, so that arrows can be compared from step to step.
   * @param {boolean} fresh */
  function arrange(fresh) {
    if (!pulls) return;
    const { width, height } = stage;
    let [left, right, up, down] = [0, 0, 0, 0];
    const { samples, others } = pulls;
    const reach = (/** @type {number} */ g0, /** @type {number} */ g1) => {
      [left, right] = [Math.min(left, -g0), Math.max(right, -g0)];
      [down, up] = [Math.min(down, -g1), Math.max(up, -g1)];
    };
    for (let i = 0; i < samples.length; i += 2) reach(samples[i], samples[i + 1]);
    for (const [g0, g1] of others) reach(g0, g1);
    const least = 1e-9;
    const best = Math.min((width - 2 * MARGIN) / Math.max(right - left, least), (height - 2 * MARGIN) / Math.max(up - down, least));
    const inside = originX + scale * left > 14 && originX + scale * right < width - 14 && originY - scale * up > 10 && originY - scale * down < height - 10;
    if (!fresh && inside && scale > best / 1.8) return;
    scale = best * 0.94;
    originX = width / 2 - (scale * (left + right)) / 2;
    originY = height / 2 + (scale * (up + down)) / 2;
  }

  function words() {
    if (!pulls) return "The gradients of the samples, not yet drawn";
    const { mean, full, samples, step } = pulls;
    const said = mean && full ? `Their batch mean is ${num(Math.hypot(...mean))} long and points ${num(angle(mean, full), 2)} degrees away from the mean of all.` : "";
    return `Arrows of ${samples.length / 2} samples at step ${step}: minus the gradient of each. ${said}`;
  }

  element.addEventListener("pointermove", (event) => {
    const { x, y } = stage.at(event);
    let [name, near] = [/** @type {string | null} */ (null), 7];
    for (let i = 0; pulls && i < pulls.samples.length / 2; i++) {
      const far = distance([x, y], [originX, originY], arrowhead(i));
      if (far < near) [name, near] = [`sample_gradients-${i}`, far];
    }
    const mean = pulls?.mean && tip(pulls.mean);
    if (mean && distance([x, y], [originX, originY], mean) < near) {
      name = `gradient-${Math.abs(mean[0] - originX) >= Math.abs(mean[1] - originY) ? 0 : 1}`;
    }
    link.set(Math.hypot(x - originX, y - originY) < 8 ? null : name);
  });
  element.addEventListener("pointerleave", () => link.set(null));
  document.addEventListener("linkchange", () => pulls && stage.request());

  return { update, resize: () => stage.resize() };
}

/** How many times as long a way from an origin may become within a picture. @param {number} way @param {number} origin @param {number} size */
function roomFor(way, origin, size) {
  return Math.abs(way) > 1e-6 ? ((way > 0 ? size - origin : origin) - 4) / Math.abs(way) : Infinity;
}

/** What belongs to one step, copied together. @param {Frame} frame @param {Float32Array} samples @returns {Pulls} */
function gather(frame, samples) {
  const count = samples.length / 2;
  const now = pictured(frame);
  const batch = now ? Array.from(frame.arrays.batch?.data ?? []).filter((i) => i < count) : [];
  const clips = Number(frame.config.clip) > 0; // what the step takes is then not the samples' mean
  const whole = clips && batch.length === frame.arrays.batch?.data.length;
  const sum = batch.reduce((total, i) => [total[0] + samples[2 * i], total[1] + samples[2 * i + 1]], [0, 0]);
  return {
    step: now ? frame.step : frame.scalars.picture,
    samples, batch,
    mean: !now ? null : whole && batch.length ? [sum[0] / batch.length, sum[1] / batch.length] : pair(frame, "gradient"),
    full: pair(frame, "gradient_full"),
    others: now ? meansOfOthers(frame) : [],
  };
}
