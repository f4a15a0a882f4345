/**
 * What an optimizer remembers, drawn around the ball: of momentum and Nesterov the two parts of the step, the speed that is
 * kept and what this gradient adds; of Rprop the lengths of its steps; of the rules that divide by the gradient's size, how
 * far one and the same gradient would go along each axis.
 */
import { arrow, line } from "./drawing.js";
import { palette } from "./palette.js";
import { pair, rateOf } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./path.js").Plane} Plane
 */

const ARM = 34; // pixels of a cross's longer arms: only their ratio tells
const MEMORIES = { adagrad: "square_sum_next", rmsprop: "square_mean_next", adam: "second_moment_next", adamw: "second_moment_next" };

/** @param {CanvasRenderingContext2D} c @param {Frame} frame @param {{now: Point, next: Point | null}} track @param {Plane} plane  of a run alone */
export function drawInner(c, frame, { now, next }, plane) {
  const theta = pair(frame, "theta");
  if (!next || !theta) return;
  const at = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {Point} */ ([plane.X(x), plane.Y(y)]);
  const { optimizer } = frame.config;
  const kept = keptSpeed(frame);
  if (kept) {
    const corner = at(theta[0] + kept[0], theta[1] + kept[1]);
    if (Math.hypot(corner[0] - now[0], corner[1] - now[1]) > 3) arrow(c, now, corner, { color: palette().ink2, width: 1.4, head: 7 });
    line(c, [corner, next], { color: palette().gradient, width: 1.2, dash: [2, 3] });
  } else if (optimizer === "rprop") {
    const steps = pair(frame, "step_size_next");
    if (steps) box(c, at(theta[0] - steps[0], theta[1] - steps[1]), at(theta[0] + steps[0], theta[1] + steps[1]));
  } else {
    const reach = reaches(frame);
    if (reach) cross(c, now, reach);
  }
}

/** −αβ v: the part of the step that the speed before it makes, or null. @param {Frame} frame @returns {[number, number] | null} */
function keptSpeed(frame) {
  const { optimizer, momentum } = frame.config;
  const v = pair(frame, "velocity");
  if (!v || (optimizer !== "momentum" && optimizer !== "nesterov")) return null;
  const share = -rateOf(frame) * Number(momentum) * (optimizer === "nesterov" ? Number(momentum) : 1);
  return [share * v[0], share * v[1]];
}

/** How far the same gradient goes along θ₀ and θ₁, the longer way as 1; null for other rules. @param {Frame} frame @returns {[number, number] | null} */
export function reaches(frame) {
  const name = MEMORIES[/** @type {keyof typeof MEMORIES} */ (frame.config.optimizer)];
  const squares = name && pair(frame, name);
  if (!squares || !(squares[0] > 0) || !(squares[1] > 0)) return null;
  const [a, b] = squares.map((s) => 1 / Math.sqrt(s));
  return [a / Math.max(a, b), b / Math.max(a, b)];
}

/** @param {CanvasRenderingContext2D} c @param {Point} low @param {Point} high */
function box(c, [x0, y0], [x1, y1]) {
  c.save();
  c.setLineDash([4, 3]);
  c.strokeStyle = palette().ink2;
  c.lineWidth = 1.4;
  c.strokeRect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
  c.restore();
}

/** @param {CanvasRenderingContext2D} c @param {Point} now @param {[number, number]} reach */
function cross(c, [x, y], reach) {
  const { ink2, card } = palette();
  const [w, h] = reach.map((share) => Math.max(8, ARM * share));
  for (const [color, width] of /** @type {[string, number][]} */ ([[card, 4], [ink2, 1.6]])) {
    line(c, [[x - w, y], [x + w, y]], { color, width });
    line(c, [[x, y - h], [x, y + h]], { color, width });
  }
  for (const [from, to] of /** @type {[Point, Point][]} */ ([[[x - w, y - 4], [x - w, y + 4]], [[x + w, y - 4], [x + w, y + 4]], [[x - 4, y - h], [x + 4, y - h]], [[x - 4, y + h], [x + 4, y + h]]]))
    line(c, [from, to], { color: ink2, width: 1.6 });
}
