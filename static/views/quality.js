/** How well the vectors answer while they are trained: analogies and neighbours of a kind, from step to step. */
import { count } from "../format.js";
import { throttle } from "../throttle.js";
import { OWN, STEP, rowsUntil } from "../trail.js";
import { say } from "../written.js";
import { alternative } from "./alternative.js";
import { line, nowDot, text, textWidth, widest } from "./drawing.js";
import { flagLabels } from "./flag-labels.js";
import { endOf, samplesAt } from "./history.js";
import { DASHES, laneLooks } from "./lanes.js";
import { evenly, fill } from "./losstable.js";
import { faint, palette } from "./palette.js";
import { fallen, strayed, told } from "./quality-words.js";
import { linear, tickText, ticks } from "./scales.js";
import { Stage } from "./stage.js";
import { doubled, thinned } from "./thinning.js";
import { vocabulary } from "./words.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {{name: string, short: string, color: string, dash: number[], mark: string, lane: number, column: number, now: number}} Line
 */

const MEASURES = [
  { scalar: "analogy", column: OWN, name: "analogies right", short: "analogies" },
  { scalar: "purity", column: OWN + 1, name: "nearest of a kind", short: "of a kind" },
];
const PAUSE = 66; // milliseconds between two drawings while it plays
const [LEFT, TOP, UNDER] = [44, 20, 26]; // pixels: for the numbers, for the names of changes, for the steps
const ROW = 15; // pixels from name to name
const NOTHING = "Neither analogies nor kinds are planted in this text, so nothing can be counted here. Look at the loss, and ask for the neighbours of words that you know.";

/** @param {HTMLElement} element @param {{knobs: import("../types.js").Knob[], axes: HTMLElement | null, note: HTMLElement | null,
 *   table: HTMLDetailsElement | null}} options @returns {import("../types.js").View} */
export function create(element, { knobs, axes, note, table }) {
  const describe = alternative(element);
  const stage = new Stage(element, { heights: [168, 260], draw });
  /** @type {Frame | null} */
  let frame = null;
  let samples = false;
  let range = { x: 0, key: "" };
  /** Whose vectors the examples are of. @type {unknown} */
  let of = null;
  /** @type {[string, string][]} */
  let examples = [];
  const show = throttle(PAUSE, () => {
    stage.show();
    if (table?.open) tell(table);
  });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const planted = MEASURES.some(({ scalar }) => Number.isFinite(next.scalars[scalar]));
    element.hidden = !planted;
    if (table) table.hidden = !planted;
    say(note, planted ? sentence(next) + since(next) : NOTHING);
    element.toggleAttribute("data-drawn", true);
    if (!planted) return;
    describe(() => words(next), !next.playing);
    show();
    if (!next.playing) show.flush();
  }

  /** What became of the words' kinds; while it plays without examples: they would change too fast to be read.
   * @param {Frame} next */
  function since(next) {
    const { analogy, purity } = next.scalars;
    const best = next.lanes.length === 1 && Number.isFinite(analogy + purity) ? fallen(next.trail[0], next.step, { analogy, purity }) : null;
    const [known, { W }] = [vocabulary(next), next.arrays];
    if (!best || !known) return "";
    const there = !next.playing && W && (next.scalars.picture ?? next.step) === next.step;
    if (there && of !== W) [of, examples] = [W, strayed(next, known)];
    return told(best, there ? examples : []);
  }

  function draw() {
    if (!frame?.trail[0]?.length) return false;
    const { width, height } = stage;
    const { accent, card, ink, ink2, rule } = palette();
    const { trail, marks, step, end } = frame;
    const at = (/** @type {number} */ t, lane = 0) => (samples && trail[lane] ? samplesAt(trail[lane], t) : t);
    const list = lines(frame, knobs);
    const ends = list.map(({ lane }) => at(endOf(/** @type {Frame} */ (frame), lane), lane));
    stretch(Math.max(at(end), ...ends));
    const names = list.map(({ short, mark }) => mark || short);
    const right = Math.ceil(widest(names)) + 16;
    const X = linear(-0.015 * range.x, range.x, LEFT, width - right);
    const Y = linear(0, 100, height - UNDER, TOP);
    const c = stage.clear(0);
    for (const percent of [0, 50, 100]) {
      line(c, [[LEFT, Y(percent)], [width - right, Y(percent)]], { color: rule, width: 1 });
      text(c, `${percent} %`, LEFT - 6, Y(percent) + 4, { color: ink2, align: "right", halo: false });
    }
    const across = ticks(0, range.x, (width - LEFT - right) / 70);
    const unit = samples ? "samples" : "step";
    const free = width - 8 - textWidth(c, unit) - 8;
    for (const value of across.values) {
      const said = tickText(value, across.digits);
      if (X(value) + textWidth(c, said) / 2 < free) text(c, said, X(value), height - 8, { color: ink2, align: "center", halo: false });
    }
    text(c, unit, width - 8, height - 8, { color: ink2, align: "right", halo: false });
    const flags = marks.map((mark) => ({ x: at(mark.step), text: mark.text, short: mark.short }));
    for (const { x } of flags) line(c, [[X(x), TOP - 4], [X(x), height - UNDER]], { color: accent, width: 1.2, dash: [2, 3] });
    for (const { x, text: said, left } of flagLabels(flags, [X.from, X.to], width - LEFT - right)) text(c, said, X(x) + (left ? -4 : 4), 12, { color: accent, align: left ? "right" : "left" });
    const courses = list.map(({ lane, column, now }, k) => {
      const { rows, columns } = trail[lane];
      const known = rowsUntil(trail[lane], endOf(/** @type {Frame} */ (frame), lane));
      const { x, y } = thinned(known, (i) => at(rows[i * columns + STEP], lane), (i) => 100 * rows[i * columns + column], Math.max(50, Math.floor(width / 2)));
      const course = x.map((value, i) => /** @type {import("./drawing.js").Point} */ ([X(value), Y(y[i])]));
      const last = endOf(/** @type {Frame} */ (frame), lane);
      if (step >= last && Number.isFinite(now)) course.push([X(at(last, lane)), Y(100 * now)]); // the trail may end before it
      line(c, course, { color: list[k].color, width: 2, dash: list[k].dash });
      return course;
    });
    if (step < end && trail.length === 1) {
      c.fillStyle = faint(card, 0.65);
      c.fillRect(X(at(step)) + 1, TOP, X(at(end)) - X(at(step)) + 2, height - TOP - UNDER);
      line(c, [[X(at(step)), TOP], [X(at(step)), height - UNDER]], { color: ink, width: 1 });
    }
    for (const { now, lane, color } of list) if (Number.isFinite(now)) nowDot(c, [X(Math.min(at(step, lane), at(endOf(frame, lane), lane))), Y(100 * now)], color, 4.5);
    name(c, list, courses, height - UNDER);
    return false;
  }

  /** Beside the ends of the lines, one below the other in their order. @param {CanvasRenderingContext2D} c @param {Line[]} list
   * @param {import("./drawing.js").Point[][]} courses @param {number} bottom */
  function name(c, list, courses, bottom) {
    const ends = courses.flatMap((course, k) => (course.length ? [{ k, end: course[course.length - 1], y: course[course.length - 1][1] }] : [])).sort((a, b) => a.y - b.y || a.k - b.k);
    ends.forEach((one, i) => (one.y = Math.max(one.y, i ? ends[i - 1].y + ROW : TOP)));
    for (let i = ends.length - 1, low = bottom; i >= 0; low = ends[i--].y - ROW) ends[i].y = Math.min(ends[i].y, low);
    for (const { k, end, y } of ends) text(c, list[k].mark || list[k].short, end[0] + 10, y + 4, { color: list[k].color, bold: Boolean(list[k].mark) });
  }

  /** An end that rests while steps come. @param {number} end */
  function stretch(end) {
    const key = `${samples} ${frame?.history} ${frame?.run}`;
    if (key !== range.key) range = { x: 0, key };
    range.x = doubled(end, range.x || (samples ? 32 * (frame?.scalars.dataset_size ?? 1) : 32));
  }

  /** @param {HTMLDetailsElement} place */
  function tell(place) {
    if (!frame?.trail[0]) return;
    const { trail } = frame;
    const list = lines(frame, knobs);
    const share = (/** @type {Line} */ { lane, column }, /** @type {number} */ step) => {
      const { rows, columns } = trail[lane];
      return percent(rows[Math.max(0, rowsUntil(trail[lane], step) - 1) * columns + column]);
    };
    fill(place, ["Step", ...list.map(({ name: said }) => said)], evenly(trail[0]).map((row) => {
      const step = trail[0].rows[row * trail[0].columns + STEP];
      return [count(step), ...list.map((one) => share(one, step))];
    }));
  }

  axes?.addEventListener("change", (event) => {
    samples = /** @type {HTMLInputElement} */ (event.target).value === "samples";
    if (frame && !element.hidden) stage.request();
  });
  table?.addEventListener("toggle", () => table.open && tell(table));

  /** @param {Frame} now */
  function words(now) {
    return `At step ${count(now.step)}: ${lines(now, knobs).map(({ name: said, now: share }) => `${said} ${percent(share)}`).join(", ")}`;
  }

  return { update, resize: () => element.hidden || stage.resize() };
}

/** Of one run both measures; of several the first that there is, of each. @param {Frame} frame @param {import("../types.js").Knob[]} knobs
 * @returns {Line[]} */
function lines(frame, knobs) {
  const there = MEASURES.filter(({ scalar }) => Number.isFinite(frame.scalars[scalar]));
  const looks = laneLooks(frame, knobs);
  const shares = (/** @type {string} */ scalar, /** @type {number} */ lane) => frame.scalars[lane ? `${scalar}@${lane}` : scalar];
  if (looks.length < 2)
    return there.map(({ scalar, column, name, short }, k) => ({ name, short, column, lane: 0, mark: "", color: palette().ink, dash: DASHES[scalar === "analogy" ? 0 : 2], now: shares(scalar, 0) }));
  const [measure] = there;
  return looks.flatMap(({ color, dash, label, mark }, lane) => (frame.trail[lane]?.length ? [{ name: `${measure.name}, ${label}`, short: label, column: measure.column, lane, mark, color, dash, now: shares(measure.scalar, lane) }] : []));
}

/** @param {Frame} frame */
function sentence({ scalars, lanes }) {
  const { analogy, purity } = scalars;
  if (lanes.length > 1) return Number.isFinite(analogy) ? "The share of planted analogies that each run answers rightly." : "The share of words whose nearest neighbour is of their own kind, of each run.";
  const right = Number.isFinite(analogy) ? `${percent(analogy)} of the planted analogies are answered rightly. ` : "";
  return right + (Number.isFinite(purity) ? `Of the words with a kind, ${percent(purity)} have one of their own as nearest neighbour.` : "");
}

/** @param {number} share */
function percent(share) {
  return Number.isFinite(share) ? `${Math.round(100 * share)} %` : "–";
}
