/**
 * One time step of the unrolled network: what goes in, the state that it makes, what comes out, and the error that comes
 * back to it. Made once; then only what has changed is written anew.
 *
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {import("./unrolled-plan.js").Plan} Plan
 * @typedef {import("./unrolled-words.js").Stage} Stage
 *
 * @typedef {object} Now              what all columns are told
 * @property {Sequence} seq
 * @property {import("./unrolled-numbers.js").Errors} errors
 * @property {Stage | null} stage
 * @property {boolean} backward       whether the error is shown
 * @property {number} time            in focus
 * @property {number} unit            in focus
 * @property {string} task
 * @property {number} full            what is tinted in full, of A
 * @property {number} fullC           of c
 */
import { num } from "../format.js";
import { say } from "../written.js";
import { brief } from "./brief.js";
import { mix, palette } from "./palette.js";
import { make, set } from "./svg.js";
import { cutMark, errorArrow, valueArrow } from "./unrolled-arrows.js";
import { createInput } from "./unrolled-input.js";
import { length } from "./unrolled-numbers.js";
import { createStrip } from "./unrolled-strip.js";
import { counts, later, said } from "./unrolled-words.js";

const TOLD = 50; // percent of the hue, where a number stands on it
export const ASIDE = 14; // from the middle: values go up on the left, the error comes down on the right

/** @param {{under: SVGGElement, over: SVGGElement, strips: HTMLElement}} layers @param {Plan} plan @param {import("./unrolled-plan.js").Column} place
 * @param {{left: number, right: number | null}} beside  where the box before ends, and the one after begins
 * @param {{H: number, n: number, symbolic: boolean, film: boolean, readout: boolean}} net */
export function createColumn(layers, plan, { t, x }, { left, right }, net) {
  const { y, box, told, cell, dx, folded } = plan;
  const under = make("g", { class: "column" }, layers.under);
  const over = make("g", { class: "column" }, layers.over);
  const inner = box - 14;
  const half = box / 2;
  const wide = Math.min(dx - 6, 118);
  const band = make("rect", { x: x - Math.min(dx, 150) / 2 + 2, y: 1, width: Math.min(dx, 150) - 4, height: plan.height - 2, rx: 10, class: folded ? "band whole" : "band", "data-t": t }, under);
  const ways = [valueArrow(under, [x - ASIDE, y.input[0] - 2], [x - ASIDE, y.state[1] + 3]), valueArrow(under, [x - ASIDE, (y.belt ?? y.state)[0] - 2], [x - ASIDE, y.said[1] + 3])];
  const [fromX, toY] = ways;
  if (!folded) {
    ways.push(valueArrow(under, [left + 2, plan.forward], [x - half - 3, plan.forward]));
    if (y.belt) ways.push(valueArrow(under, [left + 2, y.belt[0] + 9], [x - half - 3, y.belt[0] + 9]));
  }
  const frame = make("rect", { x: x - half, y: y.state[0], width: box, height: y.state[1] - y.state[0], rx: 9, class: "box" }, under);
  const belt = y.belt && make("rect", { x: x - half, y: y.belt[0], width: box, height: y.belt[1] - y.belt[0], rx: 8, class: "box" }, under);
  const many = Array.from({ length: told ? net.H : 0 }, (_, j) => j);
  const cells = many.map((j) => make("rect", { x: x - inner / 2, y: y.cells + j * cell + 1, width: inner, height: cell - 2, rx: 4, class: "cell", "data-t": t, "data-j": j, "data-link": `a-${t}-${j} da-${t}-${j} own-${t}-${j}` }, under));
  const values = many.map((j) => make("text", { x: x + inner / 2 - 5, y: y.cells + j * cell + cell / 2 + 4.500, class: "value" }, under));
  const kept = y.belt && told ? many.map((j) => make("rect", { x: x - inner / 2 + (j * inner) / net.H, y: /** @type {[number, number]} */ (y.belt)[0] + 6, width: Math.max(1, inner / net.H - 1), height: 34, rx: 2, class: "cell", "data-t": t, "data-j": j, "data-link": `c-${t}-${j}` }, under)) : [];
  const strip = told ? null : createStrip(layers.strips, { x: x - inner / 2, y: y.cells, width: inner, height: net.H * cell }, net.H, false);
  const stripC = told || !y.belt ? null : createStrip(layers.strips, { x: x - inner / 2, y: y.belt[0] + 6, width: inner, height: 34 }, net.H, true);
  if (strip) make("rect", { x: x - inner / 2, y: y.cells, width: inner, height: net.H * cell, class: "catch", "data-t": t, "data-strip": "" }, over);

  const out = make("rect", { x: x - wide / 2, y: y.said[0], width: wide, height: y.said[1] - y.said[0], rx: 8, class: "out", "data-t": t }, under);
  const says = make("text", { x, y: y.said[0] + 18, class: "says" }, under);
  const wants = make("text", { x, y: y.said[0] + 35, class: "wants" }, under);
  const loss = make("text", { x, y: y.loss, class: "loss", "data-link": `L-${t}` }, under);
  const sign = make("path", { class: "sign" }, under);
  const given = createInput(under, plan, x, t, net);
  const foot = make("text", { x, y: y.foot, class: "foot" }, under);
  foot.textContent = `t${t}`;
  const all = make("text", { x, y: y.norm, class: "error-number all" }, under);

  const own = errorArrow(over, [x + ASIDE, y.said[1] + 4], [x + ASIDE, (y.belt ?? y.state)[0] - 4], "beside");
  const back = folded || right === null ? null : errorArrow(over, [right - 1, plan.backward], [x + half + 3, plan.backward], "above");
  const along = !y.belt || folded || right === null ? null : errorArrow(over, [right - 1, y.belt[1] - 9], [x + half + 3, y.belt[1] - 9], "above");
  const seam = right === null ? 0 : (x + half + right) / 2;
  const cuts = folded || right === null ? [] : [cutMark(over, seam, plan.backward, "cut"), ...(y.belt ? [cutMark(over, seam, y.belt[1] - 9, "")] : [])];

  /** @param {Now} now */
  function update({ seq, errors, stage, backward, time, unit, task, full, fullC }) {
    const there = t < seq.length;
    const way = stage?.way ?? null;
    const forwards = way === "forward" ? (t === stage?.t ? "now" : t < (stage?.t ?? 0) ? "" : "coming") : "";
    const known = there && forwards !== "coming";
    const asked = there && counts(seq, t);
    const reached = backward && (way === "backward" ? t >= (stage?.t ?? 0) : true);
    const pace = way === "backward" ? (t === stage?.t ? "now" : "past") : "";
    if (!folded) set(band, "class", `band${t === time ? " here" : ""}`);
    set(under, "class", `column${there ? "" : " behind"}${forwards && ` ${forwards}`}`);
    set(foot, "class", `foot${t === time ? " here" : ""}`);
    set(toY, "visibility", asked ? "inherit" : "hidden");
    set(fromX, "visibility", there ? "inherit" : "hidden");
    const outline = `box${forwards === "now" || pace === "now" || (t === time && there) ? " here" : ""}`;
    set(frame, "class", outline);
    if (belt) set(belt, "class", outline);
    const state = seq.row("a", t + 1);
    const c = y.belt && seq.has("c") ? seq.row("c", t + 1) : null;
    for (const j of many) {
      fill(cells[j], known ? state[j] / full : 0, TOLD);
      set(cells[j], "class", `cell${t === time && j === unit ? " here" : ""}${cells[j].classList.contains("linked") ? " linked" : ""}`);
      tell(values[j], known ? brief(state[j]) : "");
      if (c && kept[j]) fill(kept[j], known ? c[j] / fullC : 0, 85);
    }
    strip?.update(known ? state : null, full);
    if (c) stripC?.update(known ? c : null, fullC);
    given.update(seq, there);
    answer(seq, task, { known, asked, there });
    say(loss, known && asked ? num(seq.row("each", t)[0], 2) : "");
    set(loss, "class", `loss${way === "loss" ? " here" : ""}${loss.classList.contains("linked") ? " linked" : ""}`);
    own(reached && asked ? errors.own[t] : null, errors.most, pace);
    const goesOn = t + 1 < seq.length;
    const cutHere = goesOn && !seq.row("goes_on", t + 1)[0];
    back?.(reached && goesOn && !cutHere ? errors.back[t] : null, errors.most, pace);
    along?.(reached && goesOn && !cutHere && errors.along ? errors.along[t] : null, errors.most, pace);
    for (const cut of cuts) set(cut, "visibility", backward && cutHere ? "inherit" : "hidden");
    say(all, reached && there ? length(errors.all[t]) : "");
  }

  /** @param {Sequence} seq @param {string} task @param {{known: boolean, asked: boolean, there: boolean}} how */
  function answer(seq, task, { known, asked, there }) {
    if (!asked) {
      set(out, "class", "out quiet");
      set(sign, "d", "");
      say(says, "");
      set(says, "class", "says quiet");
      say(says, there ? (later(seq, t) ? "says nothing" : "not asked") : "after");
      say(wants, there ? (later(seq, t) ? "yet" : "any more") : "its end");
      return;
    }
    const told = said(seq, t, task);
    set(out, "class", `out${known ? (told.right ? " right" : " wrong") : ""}`);
    set(out, "data-link", `y-${t}-${told.k}`);
    set(says, "class", "says");
    say(says, !known ? "" : told.share === null ? told.text : `${told.text} ${brief(told.share)}`);
    say(wants, `wanted ${told.wanted}`);
    const [sx, sy] = [x + wide / 2 - 2, y.said[0] + 2];
    set(sign, "d", !known ? "" : told.right ? `M${sx - 5} ${sy}l3.500 4l6 -8` : `M${sx - 4} ${sy - 4}l8 8m0 -8l-8 8`);
    set(sign, "class", `sign ${told.right ? "right" : "wrong"}`);
  }

  return { t, x, parts: [under, over, ...[strip, stripC].flatMap((one) => (one ? [one.canvas] : []))], update };
}

/** @param {SVGRectElement} cell @param {number} share @param {number} most */
function fill(cell, share, most) {
  const color = shade(Math.round(Math.max(-1, Math.min(1, share || 0)) * most));
  if (cell.dataset.tint === color) return;
  cell.dataset.tint = color;
  cell.style.fill = color;
}

/** A tint as plain numbers: of `tint`, which the style sheet mixes, dozens thirty times a second cost twice as much.
 * @param {number} percent  below 0 of the negative hue */
function shade(percent) {
  const colors = palette();
  if (colors !== mixed.of) mixed = { of: colors, shades: new Map() };
  let found = mixed.shades.get(percent);
  if (!found) mixed.shades.set(percent, found = mix(percent < 0 ? colors.negative : colors.positive, colors.card, Math.abs(percent) / 100));
  return found;
}
/** @type {{of: import("./palette.js").Palette | null, shades: Map<number, string>}} */
let mixed = { of: null, shades: new Map() };

/** As `say`, and faster: dozens of numbers may change thirty times a second. @param {SVGTextElement} place @param {string} words */
function tell(place, words) {
  const text = /** @type {Text} */ (place.firstChild ?? place.appendChild(new Text()));
  if (text.data !== words) text.data = words;
}
