/** How long the gradient of each layer is, from update to update: on a logarithmic scale, each layer with its own dash. */
import { count, num } from "../format.js";
import { throttle } from "../throttle.js";
import { OWN, STEP, rowsUntil } from "../trail.js";
import { alternative } from "./alternative.js";
import { dot, line, symbol, text, widest } from "./drawing.js";
import { FLOOR, samplesAt } from "./history.js";
import { DASHES } from "./lanes.js";
import { plainly, write } from "./layer-letters.js";
import { evenly, fill } from "./losstable.js";
import { faint, palette } from "./palette.js";
import { decades, linear, tickText, ticks } from "./scales.js";
import { Stage } from "./stage.js";
import { doubled } from "./thinning.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./history.js").Axis} Axis
 */

const FIRST = OWN + 1; // the trail's column of W¹: before it the test data's loss
const PAUSE = 66; // milliseconds between two drawings while it plays
const NAMES = 46; // pixels for the names, right of the curves
const LINE = 15; // pixels from name to name
const WIDE = 3; // pixels of which a curve shows the mean: dashes in a noisy band could not be told apart
const nameOf = (/** @type {number} */ k) => plainly("W", k + 1);

/** @param {HTMLElement} element @param {{axes: HTMLElement | null, note: HTMLElement | null, table: HTMLDetailsElement | null}} options
 * @returns {import("../types.js").View} */
export function create(element, { axes, note, table }) {
  const describe = alternative(element);
  const stage = new Stage(element, { heights: [216, 330], draw, layers: 2 });
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Axis} */
  let axis = "steps";
  let range = { x: 32, low: NaN, high: NaN, key: "" };
  let ruled = ""; // what the grid shows
  const show = throttle(PAUSE, () => {
    stage.show();
    if (table?.open) tell(table);
  });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    describe(words, !next.playing);
    show();
    if (!next.playing) show.flush();
  }

  /** @param {Frame} now */
  function layersOf({ trail: [trail] }) {
    return trail ? Math.max(0, trail.columns - FIRST) : 0;
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    const trail = frame?.trail[0];
    if (!frame || !trail?.length) return false;
    const { width, height } = stage;
    const { accent, card, gradient, ink } = palette();
    const at = (/** @type {number} */ step) => (axis === "samples" ? samplesAt(trail, step) : step);
    const layers = layersOf(frame);
    const known = rowsUntil(trail, frame.end);
    const most = Math.floor(width / WIDE);
    const curves = Array.from({ length: layers }, (_, k) => averaged(trail, known, FIRST + k, most));
    const silent = curves.flatMap(({ x }, k) => (x.length ? [] : [nameOf(k)]));
    const now = present(frame);
    if (note) write(note, [silent.length < layers && beginning(trail, layers), silent.length < layers && sentence(now, known > most), missing(silent, layers)].filter(Boolean).join(" "));
    stretch([...curves.flatMap(({ y }) => y), ...now.filter((value) => value > FLOOR).map(Math.log10)], at(frame.end));
    const { values, words } = decades([range.low, range.high]);
    const left = Math.max(34, widest(words) + 10);
    const X = linear(-0.015 * range.x, range.x, left, width - NAMES);
    const Y = linear(range.low, range.high, height - 26, 12);
    if (fresh || ruled !== Object.values(range).join()) {
      ruled = Object.values(range).join();
      grid(stage.clear(0), values.map((value) => Y(Math.log10(value))), words, X);
    }
    const c = stage.clear(1);
    for (const { step } of frame.marks) line(c, [[X(at(step)), 12], [X(at(step)), height - 26]], { color: accent, width: 1.2, dash: [2, 3] });
    const courses = curves.map(({ x, y }) => x.map((step, i) => /** @type {import("./drawing.js").Point} */ ([X(at(step)), Y(y[i])])));
    courses.forEach((course, k) => line(c, course, { color: gradient, width: 2, dash: DASHES[k % DASHES.length] }));
    if (frame.step < frame.end) {
      const here = X(at(frame.step));
      c.fillStyle = faint(card, 0.65);
      c.fillRect(here + 1, 8, X(at(frame.end)) - here, height - 34);
      line(c, [[here, 8], [here, height - 26]], { color: ink, width: 1 });
    }
    for (const value of now) if (value > FLOOR) dot(c, [X(at(frame.step)), Y(Math.log10(value))], 4, { fill: gradient, edge: card });
    names(c, courses, height - 26);
    if (silent.length === layers) text(c, "All gradients are 0.", (left + width) / 2, height / 2, { color: palette().ink2, align: "center" });
    return false;
  }

  /** @param {CanvasRenderingContext2D} c @param {number[]} places @param {string[]} words @param {import("./scales.js").Scale} X */
  function grid(c, places, words, X) {
    const { width, height } = stage;
    const { ink2, rule } = palette();
    places.forEach((y, i) => {
      line(c, [[X(X.from), y], [width - 12, y]], { color: rule, width: 1 });
      text(c, words[i], X(X.from) - 6, y + 4, { color: ink2, align: "right", halo: false });
    });
    const across = ticks(0, range.x, width / 80);
    const unit = axis === "samples" ? "samples" : "step";
    const free = width - 12 - widest([unit]) - 8; // up to its name
    for (const value of across.values) {
      const said = tickText(value, across.digits);
      if (X(value) + widest([said]) / 2 < free) text(c, said, X(value), height - 8, { color: ink2, align: "center", halo: false });
    }
    text(c, unit, width - 12, height - 8, { color: ink2, align: "right", halo: false });
  }

  /** How it began, for that is what later steps hide. @param {import("../types.js").Trail} trail @param {number} layers */
  function beginning(trail, layers) {
    const [first, last] = [trail.rows[FIRST], trail.rows[FIRST + layers - 1]];
    return rowsUntil(trail, frame?.step ?? 0) > 1 && layers > 1 && last > 0 ? `At the start W¹ has ${num(first, 2)}: ${num(first / last, 2)} times that of ${nameOf(layers - 1)}.` : "";
  }

  /** Each layer's gradient as it is now: what was set by hand has moved it since training arrived here. Before the picture
   * has come that tells it, as it was on arrival. @param {Frame} now @returns {number[]} */
  function present({ arrays, scalars, step, trail: [trail] }) {
    if (arrays.norms_full && (scalars.picture ?? step) === step) return [...arrays.norms_full.data];
    const row = trail ? (rowsUntil(trail, step) - 1) * trail.columns : -1;
    return row < 0 ? [] : [...trail.rows.subarray(row + FIRST, row + trail.columns)];
  }

  /** The first layer against the last: where gradients vanish on their way back, it is seen here. @param {number[]} now
   * @param {boolean} means */
  function sentence(now, means) {
    const [layers, first, last] = [now.length, now[0], now[now.length - 1]];
    if (!layers) return "";
    const share = layers < 2 || !(last > 0) ? `Now ${num(first, 2)}.` : `Now W¹ has ${num(first, 2)}: ${num(first / last, 2)} times that of ${nameOf(layers - 1)}.`;
    return `${share}${means ? " Lines show means of neighbouring steps." : ""}`;
  }

  /** Why some of the curves are not there. @param {string[]} silent  names @param {number} layers */
  function missing(silent, layers) {
    if (!silent.length) return "";
    const listed = silent.length > 1 ? `${silent.slice(0, -1).join(", ")} and ${silent[silent.length - 1]}` : silent[0];
    return `${silent.length === layers && layers > 1 ? "All gradients of" : "The gradient of"} ${listed} ${silent.length > 1 && silent.length === layers ? "are" : "is"} 0: a log scale has no place for 0.`;
  }

  /** Beside the ends of the curves, one below the other in their order, each with a line to its own. @param {CanvasRenderingContext2D} c
   * @param {import("./drawing.js").Point[][]} courses @param {number} bottom */
  function names(c, courses, bottom) {
    const ends = courses.flatMap((course, k) => (course.length ? [{ k, end: course[course.length - 1], y: course[course.length - 1][1] }] : [])).sort((a, b) => a.y - b.y || b.k - a.k);
    ends.forEach((one, i) => (one.y = Math.max(one.y, i ? ends[i - 1].y + LINE : 8)));
    for (let i = ends.length - 1, low = bottom - 4; i >= 0; low = ends[i--].y - LINE) ends[i].y = Math.min(ends[i].y, low);
    const x = Math.max(...ends.map(({ end }) => end[0])) + 16;
    const { gradient } = palette();
    for (const { k, end, y } of ends) {
      if (courses[k].length === 1) dot(c, end, 3, { fill: gradient });
      if (Math.abs(y - end[1]) > 3) line(c, [[end[0] + 2, end[1]], [x - 3, y]], { color: faint(gradient, 0.6), width: 1 }); // a level one would be a minus
      symbol(c, nameOf(k), "", x, y + 5, { color: gradient, size: 14 });
    }
  }

  /** Ends that rest, as those of the loss. @param {number[]} logs @param {number} end */
  function stretch(logs, end) {
    const key = `${axis} ${frame?.history} ${frame?.run}`;
    if (key !== range.key) range = { x: 0, low: NaN, high: NaN, key };
    range.x = doubled(end, range.x || (axis === "samples" ? 32 * (frame?.scalars.dataset_size ?? 1) : 32));
    const low = logs.reduce((a, b) => Math.min(a, b), logs[0] ?? -1);
    const high = logs.reduce((a, b) => Math.max(a, b), logs[0] ?? 0);
    if (!(range.low <= low)) range.low = Math.floor(2 * (low - 0.08)) / 2;
    if (!(range.high >= high)) range.high = Math.ceil(2 * (high + 0.12)) / 2;
    if (range.high - range.low < 1) range.low = range.high - 1;
  }

  function words() {
    const trail = frame?.trail[0];
    if (!frame || !trail?.length) return "The gradient of each layer, not yet known";
    const parts = present(frame).map((value, k) => `of ${nameOf(k)} ${num(value)}`);
    if (!parts.length) return "The gradient of each layer, not yet known";
    return `Length of the gradient over all training data at step ${count(frame.step)}: ${parts.join(", ")}`;
  }

  /** @param {HTMLDetailsElement} place */
  function tell(place) {
    const trail = frame?.trail[0];
    if (!frame || !trail) return;
    const layers = layersOf(frame);
    const head = ["Step", ...Array.from({ length: layers }, (_, k) => `‖∂J/∂${nameOf(k)}‖`)];
    fill(place, head, evenly(trail).map((row) => [count(trail.rows[row * trail.columns + STEP]),
      ...Array.from({ length: layers }, (_, k) => num(trail.rows[row * trail.columns + FIRST + k]))]));
  }

  axes?.addEventListener("change", (event) => {
    axis = /** @type {HTMLInputElement} */ (event.target).value === "samples" ? "samples" : "steps";
    if (frame) stage.request();
  });
  table?.addEventListener("toggle", () => table.open && tell(table));

  return { update, resize: () => stage.resize() };
}

/** A curve of at most `most` points, as powers of ten: the mean of the rows around each. A gradient of 0 has no logarithm.
 * @param {import("../types.js").Trail} trail @param {number} known  rows @param {number} column @param {number} most
 * @returns {{x: number[], y: number[]}} */
function averaged({ rows, columns }, known, column, most) {
  const group = Math.max(1, Math.ceil(known / Math.max(1, most)));
  /** @type {{x: number[], y: number[]}} */
  const curve = { x: [], y: [] };
  for (let from = 0; from < known; from += group) {
    const to = Math.min(known, from + group);
    let [steps, sum, some] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      const value = rows[i * columns + column];
      if (!(value > FLOOR)) continue;
      [steps, sum, some] = [steps + rows[i * columns + STEP], sum + Math.log10(value), some + 1];
    }
    if (!some) continue;
    curve.x.push(from === 0 && group > 1 ? rows[STEP] : steps / some);
    curve.y.push(from === 0 && group > 1 ? Math.log10(Math.max(rows[column], FLOOR)) : sum / some);
  }
  return curve;
}
