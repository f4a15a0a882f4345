/** Which number a place on the map stands for, and where on the map a lit number stands. */
import { num } from "../format.js";
import { chip, highlight } from "./drawing.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {{now: Point, next: Point | null, slope: Point | null, theta: Point, ahead: Point | null}} Spots  places in pixels, and their θ
 * @typedef {{width: number, height: number}} Size
 */

const NEAR = 11; // pixels

/** The name of the number under the pointer. @param {Spots | null} spots @param {{x: number, y: number}} at @param {Size} size
 * @returns {string | null} */
export function spotAt(spots, { x, y }, { height }) {
  if (!spots) return null;
  const { now, next, slope } = spots;
  /** @param {Point} point @param {string} name */
  const axis = ([px, py], name) => `${name}-${Math.abs(x - px) >= Math.abs(y - py) ? 0 : 1}`;
  if (Math.hypot(x - now[0], y - now[1]) < NEAR) return axis(now, "theta");
  if (next && Math.hypot(x - next[0], y - next[1]) < NEAR) return axis(next, "next");
  if (next && distance([x, y], now, next) < 6) return `direction-${Math.abs(next[0] - now[0]) >= Math.abs(next[1] - now[1]) ? 0 : 1}`;
  if (slope && distance([x, y], now, slope) < 6) return `gradient-${Math.abs(slope[0] - now[0]) >= Math.abs(slope[1] - now[1]) ? 0 : 1}`;
  if (y > height - 22) return "theta-0";
  return x < 26 ? "theta-1" : null;
}

/** Marks the place of a lit number: a coordinate down to its axis, a component along its leg of the arrow.
 * @param {CanvasRenderingContext2D} c @param {string | null} name @param {Spots | null} spots @param {Size} size */
export function lightUp(c, name, spots, size) {
  const [what, axis] = name?.match(/^(theta|next|gradient|direction|learning_rate)(?:-([01]))?$/)?.slice(1) ?? [];
  if (!what || !spots) return;
  const { now, next, slope, theta, ahead } = spots;
  if (what === "theta") return toAxis(c, now, theta, axis, size);
  if (!next || !ahead) return;
  if (what === "next") return toAxis(c, next, ahead, axis, size);
  const tip = what === "gradient" && slope ? slope : next;
  const end = /** @type {Point} */ (what === "learning_rate" ? next : axis === "0" ? [tip[0], now[1]] : [now[0], tip[1]]);
  highlight(c, () => (c.moveTo(...now), c.lineTo(...end)), 6);
}

/** @param {CanvasRenderingContext2D} c @param {Point} at @param {Point} theta @param {string | undefined} axis @param {Size} size */
function toAxis(c, at, theta, axis, size) {
  const down = axis === "0";
  const end = /** @type {Point} */ (down ? [at[0], size.height - 12] : [12, at[1]]);
  highlight(c, () => (c.moveTo(...at), c.lineTo(...end)), 2.5);
  chip(c, num(theta[down ? 0 : 1]), down ? end[0] : end[0] + 14, down ? end[1] : end[1], size);
}

/** From a point to a segment. @param {Point} p @param {Point} a @param {Point} b */
export function distance([x, y], [ax, ay], [bx, by]) {
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = square ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square)) : 0;
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}
