/**
 * The folded network's loop: what leaves the box comes back into it at the next time step, and the error comes the other
 * way round.
 *
 * @typedef {import("./unrolled-plan.js").Plan} Plan
 */
import { say } from "../written.js";
import { write } from "./letters.js";
import { make, set } from "./svg.js";
import { thickness } from "./unrolled-arrows.js";
import { length } from "./unrolled-numbers.js";

/** @param {Element} parent @param {Plan} plan */
export function createLoop(parent, { y, box, columns: [{ x }], width, forward, backward }) {
  const narrow = width < 520;
  const far = Math.min(96, width / 2 - box / 2 - 66);
  const [right, left] = [x + box / 2, x - box / 2];
  const round = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ side, /** @type {number} */ end, reach = far) =>
    `M${side < 0 ? left - 2 : right + 2} ${from}C${(side < 0 ? left : right) + side * reach * 1.3} ${from - 34} ${(side < 0 ? left : right) + side * reach * 1.3} ${to + 34} ${(side < 0 ? left : right) + side * end} ${to}`;
  const head = (/** @type {number} */ tip, /** @type {number} */ at, /** @type {number} */ side, /** @type {number} */ size) => `M${tip} ${at}l${side * size} ${-size * 0.45}v${size * 0.9}z`;
  const go = make("g", { class: "loop" }, parent);
  make("path", { d: round(forward, backward, 1, 9), class: "value-line" }, go);
  make("path", { d: head(right + 2, backward, 1, 8), class: "value-head" }, go);
  write(make("text", { x: right + far + 6, y: (forward + backward) / 2 + 5, class: "matrix", "text-anchor": "start" }, go), "{W_aa}");
  const from = make("text", { x: right + far + 6, y: (forward + backward) / 2 + 24, class: "left-out start" }, go);
  if (y.belt) {
    const [top, low] = [y.belt[0] + 8, y.belt[1] - 6];
    make("path", { d: `M${right + 2} ${top}c${far * 0.7} -30 ${far * 0.7} ${low - top + 30} 7 ${low - top}`, class: "value-line" }, go);
    make("path", { d: head(right + 2, low, 1, 8), class: "value-head" }, go);
  }
  const back = make("g", { class: "loop" }, parent);
  const [high, deep] = y.belt ? [y.belt[0] + 12, y.belt[1] - 10] : [0, 0];
  const lineC = make("path", { d: y.belt ? `M${left - 2} ${deep}c${-far * 0.7} 26 ${-far * 0.7} ${high - deep - 26} -12 ${high - deep}` : "", class: "error-line" }, back);
  const tipC = make("path", { class: "error-arrow" }, back);
  const numberC = make("text", { x: left - far * 0.55 - 12, y: (high + deep) / 2 + 4, class: "error-number end" }, back);
  const line = make("path", { d: round(backward, forward, -1, 14), class: "error-line" }, back);
  const tip = make("path", { class: "error-arrow" }, back);
  const number = make("text", { x: left - far - 8, y: (forward + backward) / 2 + 1, class: "error-number end of-a" }, back);
  const whence = make("text", { x: left - far - 8, y: (forward + backward) / 2 + 18, class: "left-out end" }, back);

  /** @param {import("./unrolled-column.js").Now} now */
  function update({ seq, errors, stage, backward: shown, time: t }) {
    say(from, t ? `A of t${t - 1}${narrow ? "" : " comes back"}` : narrow ? "0 at t0" : "A before t0: 0");
    const reached = shown && !(stage?.way === "backward" && t < stage.t) && t < seq.length;
    set(back, "visibility", reached ? "inherit" : "hidden");
    if (!reached) return;
    const last = t >= seq.length - 1;
    const cut = !last && !seq.row("goes_on", t + 1)[0];
    const none = last || cut;
    show(none ? null : errors.back[t], errors.most, { line, tip, number }, forward);
    show(none || !errors.along || !y.belt ? null : errors.along[t], errors.most, { line: lineC, tip: tipC, number: numberC }, high);
    say(whence, last ? (narrow ? "last step" : "the last step: none comes back") : cut ? (narrow ? "cut" : "cut: none comes back") : `from t${t + 1}`);
  }
  /** @param {number | null} size @param {number} most @param {{line: SVGPathElement, tip: SVGPathElement, number: SVGTextElement}} way @param {number} at */
  function show(size, most, { line, tip, number }, at) {
    for (const path of [line, tip]) set(path, "visibility", size === null ? "hidden" : "inherit");
    say(number, size === null ? "" : length(size));
    if (size === null) return;
    const share = most > 0 ? Math.min(1, size / most) : 0;
    const thin = share < 1e-3;
    const wide = thin ? 1.3 : thickness(share);
    set(line, "stroke-width", wide);
    set(line, "class", `error-line${thin ? " thread" : ""}`);
    set(tip, "d", head(left - 2, at, -1, 7 + wide));
  }
  return { update };
}
