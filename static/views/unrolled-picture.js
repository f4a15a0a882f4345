/**
 * The whole picture of the unrolled network for one shape: its columns, A before t0, the names of the matrices, what is
 * left out of a long sequence, and of the folded network the loop.
 *
 * @typedef {import("./unrolled-plan.js").Plan} Plan
 * @typedef {import("./unrolled-column.js").Now} Now
 */
import { say } from "../written.js";
import { write } from "./letters.js";
import { make, set } from "./svg.js";
import { ASIDE, createColumn } from "./unrolled-column.js";
import { createLoop } from "./unrolled-loop.js";
import { counts } from "./unrolled-words.js";

/** @param {SVGSVGElement} svg @param {HTMLElement} strips @param {Plan} plan
 * @param {{T: number, H: number, n: number, symbolic: boolean, film: boolean, readout: boolean}} net */
export function createPicture(svg, strips, plan, net) {
  svg.replaceChildren();
  strips.replaceChildren();
  set(svg, "viewBox", `0 0 ${plan.width} ${plan.height}`);
  Object.assign(svg.style, { width: `${plan.width}px`, height: `${plan.height}px` });
  const layers = { under: make("g", {}, svg), over: make("g", {}, svg), strips };
  const { y, box, folded, columns, gaps } = plan;
  const places = [...columns.map(({ t, x }) => ({ t, x, half: box / 2 })), ...gaps.map(({ from, x }) => ({ t: from, x, half: 14 }))].sort((a, b) => a.t - b.t);
  const before = folded ? null : createBefore(layers.under, plan);
  const made = columns.map((column) => {
    const at = places.findIndex(({ t }) => t === column.t);
    const [prior, next] = [places[at - 1], places[at + 1]];
    const beside = { left: prior ? prior.x + prior.half : plan.before + 16, right: next ? next.x - next.half : null };
    return createColumn(layers, plan, column, beside, net);
  });
  const cuts = gaps.map(({ from, to, x }) => {
    make("text", { x, y: (y.state[0] + y.state[1]) / 2 - 4, class: "gap" }, layers.under).textContent = "…";
    const counted = make("text", { x, y: y.foot, class: "left-out" }, layers.under);
    counted.textContent = `${to - from + 1} ${to === from ? "step" : "steps"}`;
    return { from, to, word: make("text", { x, y: plan.backward + 20 }, make("g", { class: "cut" }, layers.over)) };
  });
  const first = made[0];
  const left = first.x - ASIDE - 7;
  const ax = name("{W_ax}", left, (y.input[0] + y.state[1]) / 2 + 5, "end");
  const ya = name(net.readout ? "{W_ya}" : "{Y = A}", left, ((y.belt ?? y.state)[0] + y.said[1]) / 2 + 5, "end");
  const second = places[1];
  const aa = folded || !second ? null : name("{W_aa}", (first.x + second.x) / 2 - 2, plan.forward - 9, "middle");
  const loop = folded ? createLoop(layers.over, plan) : null;

  /** @param {string} letter @param {number} x @param {number} at @param {string} anchor */
  function name(letter, x, at, anchor) {
    const text = make("text", { x, y: at, class: "matrix", "text-anchor": anchor }, layers.over);
    write(text, letter);
    return text;
  }

  /** @param {Now} now */
  function update(now) {
    for (const column of made) column.update(now);
    const { stage, seq } = now;
    for (const { from, to, word } of cuts) {
      let many = 0;
      for (let t = from; now.backward && t <= to && t + 1 < seq.length; t++) many += Number(!seq.row("goes_on", t + 1)[0]);
      say(word, many ? (many > 1 ? `${many} cuts` : "cut") : "");
    }
    const moved = stage?.way === "update";
    for (const text of [ax, ya, aa]) if (text) set(text, "class", `matrix${moved ? " here" : ""}`);
    const asked = made.find(({ t }) => t < seq.length && counts(seq, t)); // where there is an arrow to be named
    set(ya, "visibility", asked ? "inherit" : "hidden");
    if (asked) set(ya, "x", asked.x - ASIDE - 7);
    loop?.update(now);
  }

  return { plan, columns: made, before, update };
}

/** A before t0: nothing is remembered yet. @param {Element} parent @param {Plan} plan */
function createBefore(parent, { y, before }) {
  const group = make("g", { class: "column" }, parent);
  for (const [top, bottom] of y.belt ? [y.belt, y.state] : [y.state]) {
    make("rect", { x: before - 16, y: top, width: 32, height: bottom - top, rx: 8, class: "before" }, group);
    make("text", { x: before, y: (top + bottom) / 2 + 5, class: "zero" }, group).textContent = "0";
  }
  for (const [i, word] of ["before", "t0"].entries()) make("text", { x: before, y: y.state[1] + 16 + 14 * i, class: "left-out" }, group).textContent = word;
  return group;
}

/** @param {boolean} brief */
export const rowsWidth = (brief) => (brief ? 46 : 66);

/** The letters of the rows, which stay where they are while the columns scroll. @param {SVGSVGElement} svg @param {Plan} plan
 * @param {boolean} brief @param {{backward: boolean, counted: string}} how */
export function createRows(svg, { y, height }, brief, { backward, counted }) {
  const width = rowsWidth(brief);
  set(svg, "viewBox", `0 0 ${width} ${height}`);
  Object.assign(svg.style, { width: `${width}px`, height: `${height}px` });
  svg.replaceChildren();
  const row = (/** @type {number} */ at, /** @type {string} */ letter, /** @type {string} */ words) => {
    write(make("text", { x: 0, y: at, class: "row" }, svg), letter);
    if (!brief) say(make("text", { x: 0, y: at + 16, class: "about" }, svg), words);
  };
  if (!brief) make("text", { x: 0, y: y.loss, class: "about" }, svg).textContent = counted;
  row((y.said[0] + y.said[1]) / 2 - 1, "{Y_t}", "output");
  if (y.belt) row((y.belt[0] + y.belt[1]) / 2 + 1, "{c_t}", "cell state");
  row((y.state[0] + y.state[1]) / 2, "{A_t}", "state");
  row((y.input[0] + y.input[1]) / 2, "{X_t}", "input");
  const length = make("text", { x: 0, y: y.norm, class: "length" }, svg);
  length.textContent = "‖∂L/∂A‖";
  set(length, "visibility", backward ? "inherit" : "hidden");
  return { showLength: (/** @type {boolean} */ yes) => set(length, "visibility", yes ? "inherit" : "hidden") };
}

