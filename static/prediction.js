/**
 * "Predict, then run": the student sets a flag where the ball will be after some steps, the steps are made, and the
 * distance is told. Which of these it is, and what came of the predictions so far; nothing of the page. None of it
 * belongs to the run: no link and no server knows of it.
 *
 *   off ─► aiming ─► running ─► told ─► (another flag) running …
 *            ▲──────────┴─────────┘  a seek, a change, another run, another lane
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Trail} Trail
 * @typedef {[number, number]} Place  θ₀ and θ₁
 * @typedef {{off: number, moved: number, steps: number, ball: Place, away: boolean}} Result  `away`: the run diverged on the way
 * @typedef {object} Prediction
 * @property {"off" | "aiming" | "running" | "told"} mode
 * @property {number} count            steps from flag to verdict
 * @property {Place | null} flag
 * @property {number} from             the step at which the flag was set
 * @property {number} at               the step that was seen last
 * @property {number} lane
 * @property {string} about            the run, its history and its changes, as they were then
 * @property {Map<number, Place>} way  where the ball was seen at which step, since the flag was set
 * @property {Result | null} result
 * @property {number[]} shares         of every prediction so far: how far off, as a part of the way
 */
import { OWN, STEP, rowsUntil } from "./trail.js";

/** @returns {Prediction} */
export function create() {
  return { mode: "off", count: 5, flag: null, from: 0, at: 0, lane: 0, about: "", way: new Map(), result: null, shares: [] };
}

/** What a prediction is about; when this has changed, it is about nothing any more. @param {Frame} frame @param {number} lane */
function about({ run, history, marks }, lane) {
  return [run, history, lane, ...marks.map(({ step, text }) => `${step} ${text}`)].join("|");
}

/** The mode is on, without a flag. @param {Prediction} p */
export function aim(p) {
  Object.assign(p, { mode: "aiming", flag: null, result: null });
}

/** @param {Prediction} p */
export function leave(p) {
  Object.assign(p, { mode: "off", flag: null, result: null });
}

/** The flag stands: from here on the steps are counted.
 * @param {Prediction} p @param {Frame} frame @param {number} lane @param {Place} flag @param {Place} ball  where it is now */
export function set(p, frame, lane, flag, ball) {
  Object.assign(p, { mode: "running", flag, lane, from: frame.step, at: frame.step, about: about(frame, lane), result: null, way: new Map([[frame.step, ball]]) });
}

/** The step at which the verdict is due. @param {Prediction} p */
export function due({ from, count }) {
  return from + count;
}

/** A frame has come: the verdict if it is due, and nothing of what was if it is about something else.
 * @param {Prediction} p @param {Frame} frame @param {number} lane  the one in focus @param {Place} ball  where its ball is
 * @param {{over: boolean, away: boolean}} end  it makes no more steps; because it has diverged */
export function see(p, frame, lane, ball, { over, away }) {
  if (p.mode !== "running" && p.mode !== "told") return;
  const back = frame.step < (p.result ? p.from + p.result.steps : p.at);
  if (back || about(frame, lane) !== p.about) return aim(p);
  p.at = frame.step;
  if (p.mode === "told" || !p.flag) return;
  gather(p.way, frame.trail[lane], p.from, due(p));
  p.way.set(frame.step, ball);
  if (frame.step < due(p) && !over) return;
  const places = walked(p.way, due(p));
  const moved = places.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - places[i][0], y - places[i][1]), 0);
  const there = places[places.length - 1];
  const off = Math.hypot(there[0] - p.flag[0], there[1] - p.flag[1]);
  p.result = { off, moved, steps: Math.min(p.count, frame.step - p.from), ball: there, away };
  p.mode = "told";
  if (!away && moved > 0) p.shares.push(off / moved);
}

/** What the trail knows of the way: of a long run not every step. @param {Map<number, Place>} way
 * @param {Trail | undefined} trail @param {number} from @param {number} to */
function gather(way, trail, from, to) {
  if (!trail) return;
  const { rows, columns } = trail;
  for (let row = rowsUntil(trail, from); row < rowsUntil(trail, to); row++) {
    const at = row * columns;
    way.set(rows[at + STEP], [rows[at + OWN], rows[at + OWN + 1]]);
  }
}

/** The places in the order of their steps, up to the last one that counts; where that was not seen, between its neighbours.
 * @param {Map<number, Place>} way @param {number} last @returns {Place[]} */
function walked(way, last) {
  const seen = [...way].sort(([a], [b]) => a - b);
  const places = seen.filter(([step]) => step <= last);
  const [before, place] = places[places.length - 1];
  const after = seen[places.length];
  if (before === last || !after) return places.map(([, one]) => one);
  const share = (last - before) / (after[0] - before);
  const between = /** @type {Place} */ (place.map((v, i) => v + share * (after[1][i] - v)));
  return [...places.map(([, one]) => one), between];
}

/** The middle one. @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
