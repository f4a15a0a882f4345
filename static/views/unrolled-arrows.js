/**
 * The arrows of the unrolled network: thin grey ones for values, magenta ones as thick as the error is long (by its square
 * root, so that small ones stay visible), and the mark where the error is cut.
 *
 * @typedef {[number, number]} Point
 */
import { length } from "./unrolled-numbers.js";
import { say } from "../written.js";
import { make, set } from "./svg.js";

const LEAST = 1e-3; // of the longest: what is shorter is a dashed hairline
const [THIN, THICK] = [1.2, 11];

/** Of values, from place to place. @param {Element} parent @param {Point} from @param {Point} to */
export function valueArrow(parent, from, to) {
  const [x, y] = to;
  const way = Math.hypot(x - from[0], y - from[1]) || 1;
  const [ux, uy] = [(x - from[0]) / way, (y - from[1]) / way];
  const head = `M${x} ${y}l${-7 * ux - 3.2 * uy} ${-7 * uy + 3.2 * ux}l${6.4 * uy} ${-6.4 * ux}z`;
  return make("path", { d: `M${from}L${x - 5 * ux} ${y - 5 * uy}${head}`, class: "value-arrow" }, parent);
}

/** How thick. @param {number} share  of the longest */
export const thickness = (share) => THIN + THICK * Math.sqrt(share);

/** Of an error, with its number beside it.
 * @param {Element} parent @param {Point} from @param {Point} to @param {"above" | "beside"} where  the number is */
export function errorArrow(parent, from, to, where) {
  const path = make("path", { class: "error-arrow" }, parent);
  const number = make("text", { class: "error-number" }, parent);
  const way = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const [ux, uy] = [(to[0] - from[0]) / way, (to[1] - from[1]) / way];
  let drawn = "";

  /** @param {number | null} size  null: there is none to be told @param {number} most @param {string} state  "", "now" or "past" */
  return (size, most, state) => {
    const none = size === null;
    set(path, "visibility", none ? "hidden" : "inherit");
    set(number, "visibility", none ? "hidden" : "inherit");
    if (none) return;
    const share = most > 0 ? Math.min(1, size / most) : 0;
    const faint = share < LEAST;
    const wide = faint ? 0 : thickness(share);
    const d = faint ? thread() : shaft(wide);
    if (d !== drawn) path.setAttribute("d", drawn = d);
    set(path, "class", `error-arrow${faint ? " thread" : ""}${state && ` ${state}`}`);
    set(number, "class", `error-number ${where}`);
    const middle = where === "above" ? [(from[0] + to[0]) / 2, from[1] - wide / 2 - 6] : [from[0] + wide / 2 + 6, (from[1] + to[1]) / 2 + 1];
    set(number, "x", middle[0]);
    set(number, "y", middle[1]);
    say(number, length(size));
  };

  function thread() {
    return `M${from}L${to}m${-6 * ux - 3 * uy} ${-6 * uy + 3 * ux}L${to}l${-6 * ux + 3 * uy} ${-6 * uy - 3 * ux}`;
  }

  /** @param {number} wide */
  function shaft(wide) {
    const head = Math.min(6 + wide, way * 0.55);
    const [half, broad] = [wide / 2, wide / 2 + 3.5];
    const at = (/** @type {number} */ along, /** @type {number} */ aside) => `${round(from[0] + ux * along - uy * aside)} ${round(from[1] + uy * along + ux * aside)}`;
    const neck = way - head;
    return `M${at(0, -half)}L${at(neck, -half)}L${at(neck, -broad)}L${at(way, 0)}L${at(neck, broad)}L${at(neck, half)}L${at(0, half)}z`;
  }
}

/** @param {number} x */
const round = (x) => Math.round(10 * x) / 10;

/** Scissors over the way back, and the word. @param {Element} parent @param {number} x @param {number} y @param {string} word */
export function cutMark(parent, x, y, word) {
  const mark = make("g", { class: "cut", visibility: "hidden" }, parent);
  make("path", { d: `M${x} ${y - 16}V${y + 17}`, class: "seam" }, mark);
  for (const side of [-5, 5]) make("circle", { cx: x + side, cy: y + 8, r: 3.2 }, mark);
  make("path", { d: `M${x - 3} ${y + 5.5}L${x + 5} ${y - 9}M${x + 3} ${y + 5.5}L${x - 5} ${y - 9}` }, mark);
  make("text", { x, y: y + 30 }, mark).textContent = word;
  return mark;
}
