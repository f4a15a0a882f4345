/** Where the units are on f: the activation function, its slope, and a dot on both for each unit of the sample in focus. */
import { clamp } from "../clamp.js";
import { num } from "../format.js";
import * as link from "../link.js";
import { say } from "../written.js";
import { alternative } from "./alternative.js";
import { Crowd } from "./crowd.js";
import { dot, line, stroke, text, widest, textWidth } from "./drawing.js";
import { FUNCTIONS } from "./functions.js";
import { linkName, read } from "./net.js";
import { faint, palette } from "./palette.js";
import { linear, tickText, ticks } from "./scales.js";
import { shape } from "./shapes.js";
import { Stage } from "./stage.js";
import { unitName, unitWidth, unitWords } from "./unitname.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {{layer: number, j: number, z: number, link: string}} Unit
 * @typedef {{f: (z: number) => number, slope: (z: number) => number, label: string, units: Unit[], top: number, outputs: number, whose: string}} Shown
 */

const NAMED = 8; // units that each carry their name; more of them are ticks below
const REACHES = [4, 6, 8, 12, 16, 24, 40]; // ends of the z axis; farther out a unit stands at the edge
const FLAT = 0.05; // of the steepest slope: hardly anything gets back through such a unit
const ROW = 15; // pixels of a row of ticks

/** @param {HTMLElement} element @param {{said: HTMLElement | null, note: HTMLElement | null}} options @returns {import("../types.js").View} */
export function create(element, { said, note }) {
  const describe = alternative(element);
  const stage = new Stage(element, { heights: [216, 330], draw, layers: 2 });
  /** @type {Shown | null} */
  let shown = null;
  /** The places of the curves' names. @type {import("./crowd.js").Box[]} */
  let named = [];
  let [reach, drawn, resting] = [REACHES[0], "", true];
  let [X, Y] = [linear(-4, 4, 0, 1), linear(0, 1, 1, 0)];

  /** @param {Frame} next */
  function update(next) {
    shown = shownOf(next);
    if (!shown) return;
    const { units, label, whose } = shown;
    const farthest = Math.max(0, ...units.map(({ z }) => Math.abs(z)));
    const wanted = REACHES.find((end) => end >= farthest * 1.04) ?? REACHES[REACHES.length - 1];
    if (wanted > reach || farthest < 0.6 * reach) reach = wanted; // it rests while units move about
    if (said) say(said, units.length ? `${label} and its slope, ${whose}` : "");
    if (note) say(note, sentence(shown));
    describe(() => words(/** @type {Shown} */ (shown)), !next.playing);
    resting = !next.playing;
    stage.show();
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    if (!shown) return false;
    const { f, slope, label, units } = shown;
    const layers = [...new Set(units.map(({ layer }) => layer))];
    const rug = units.length > NAMED ? layers : [];
    const key = `${label} ${reach} ${rug.length} ${units.length > 0}`;
    if (fresh || resting || key !== drawn) { // while it plays, words rest
      drawn = key;
      axes(f, slope, rug.length);
      grid(stage.clear(0), shown, rug);
    }
    over(stage.clear(1), shown, rug);
    return false;
  }

  /** @param {(z: number) => number} f @param {(z: number) => number} slope @param {number} rows  of ticks */
  function axes(f, slope, rows) {
    const values = Array.from({ length: 81 }, (_, i) => -reach + (i * reach) / 40).flatMap((z) => [f(z), slope(z)]);
    const [low, high] = [Math.min(0, ...values), Math.max(...values)];
    const room = 0.06 * (high - low);
    Y = linear(low - (low < 0 ? room : 0), high + room, stage.height - 26 - (rows ? 6 + rows * ROW : 0), 8);
    const { values: round, digits } = ticks(Y.from, Y.to, (Y(Y.from) - 8) / 52);
    X = linear(-reach, reach, Math.max(30, widest(round.map((value) => tickText(value, digits))) + 12), stage.width - 10);
  }

  /** @param {CanvasRenderingContext2D} c @param {Shown} now @param {number[]} rug  the layers with a row of ticks each */
  function grid(c, { f, slope, units, top, outputs }, rug) {
    const { ink, ink2, rule, gradient, edge } = palette();
    if (!units.length) return void text(c, "Softmax looks at all sums together: it has no curve of its own.", stage.width / 2, stage.height / 2, { color: ink2, align: "center" });
    const [left, right, bottom] = [X(X.from), X(X.to), Y(Y.from)];
    const up = ticks(Y.from, Y.to, (bottom - 8) / 52);
    for (const value of up.values) {
      line(c, [[left, Y(value)], [right, Y(value)]], { color: Math.abs(value) < 1e-9 ? edge : rule, width: 1 });
      text(c, tickText(value, up.digits), left - 6, Y(value) + 4, { color: ink2, align: "right" });
    }
    const across = ticks(-reach, reach, Math.min(8, stage.width / 60));
    for (const value of across.values) if (X(value) < right - 12) text(c, tickText(value, across.digits), X(value), stage.height - 7, { color: ink2, align: "center" });
    text(c, "z", right, stage.height - 7, { color: ink2, align: "right" });
    const course = (/** @type {(z: number) => number} */ of) => Array.from({ length: 2 * Math.ceil((right - left) / 4) + 1 }, (_, i) => {
      const x = Math.min(right, left + 2 * i);
      return /** @type {import("./drawing.js").Point} */ ([x, Y(of(X.invert(x)))]);
    });
    line(c, course(slope), { color: gradient, width: 1.8, dash: [5, 4] });
    line(c, course(f), { color: ink, width: 2.2 });
    rug.forEach((layer, row) => unitName(c, layer, -1, top, outputs, 2, rowAt(row) + 10, 13));
    const crowd = curvesIn(f, slope);
    for (const { z } of units) for (const of of [f, slope]) crowd.box({ x: X(z) - 6, y: Y(of(clamp(z, X.from, X.to))) - 6, width: 12, height: 12 });
    curveNames(c, f, slope, crowd);
  }

  /** Where the curves are, for words to keep clear of. @param {(z: number) => number} f @param {(z: number) => number} slope */
  function curvesIn(f, slope) {
    const crowd = new Crowd(stage.width, Y(Y.from));
    for (let x = X(X.from); x <= X(X.to); x += 5) for (const of of [f, slope]) crowd.point(x, Y(of(X.invert(x))));
    return crowd;
  }

  /** The top of a layer's row of ticks. @param {number} row */
  function rowAt(row) {
    return Y(Y.from) + 10 + row * ROW;
  }

  /** @param {CanvasRenderingContext2D} c @param {Shown} now @param {number[]} rug  the layers with a row of ticks each */
  function over(c, { f, slope, units, top, outputs }, rug) {
    if (!units.length) return;
    const { ink, card, edge, gradient, mark } = palette();
    const few = rug.length === 0;
    const crowd = few ? curvesIn(f, slope) : new Crowd(0, 0);
    if (few) for (const box of named) crowd.box(box);
    const lit = link.current();
    const placed = units.map((unit) => {
      const z = clamp(unit.z, X.from, X.to);
      return { unit, x: X(z), on: Y(f(z)), below: Y(slope(z)), lit: lit === unit.link || lit === unit.link.replace(/^(a(\d+)|yhat)/, (_, all, layer) => `z${layer ?? top}`) };
    });
    if (few) for (const { x, on, below } of placed) line(c, [[x, on], [x, below]], { color: edge, width: 1, dash: [2, 3] });
    for (const { unit, x, on, below, lit: marked } of placed) {
      if (marked) dot(c, [x, on], 10, { fill: mark, edge: ink });
      for (const [y, color, size] of /** @type {[number, string, number][]} */ ([[below, gradient, few ? 3.5 : 2.2], [on, ink, few ? 5 : 3.2]])) {
        c.beginPath();
        shape(c, unit.layer - 2, x, y, size);
        c.fillStyle = few ? color : faint(color, 0.75);
        c.fill();
        stroke(c, card, few ? 1.5 : 0.7);
        if (few) crowd.box({ x: x - 6, y: y - 6, width: 12, height: 12 });
      }
    }
    if (few) for (const { unit, x, on } of placed) {
      const box = crowd.place(x, on, unitWidth(c, unit.layer, unit.j, top, outputs), 16);
      if (box) unitName(c, unit.layer, unit.j, top, outputs, box.x, box.y + 13);
    }
    rug.forEach((layer, row) => {
      const y = rowAt(row);
      c.beginPath();
      for (const { unit, x } of placed) if (unit.layer === layer) (c.moveTo(x, y), c.lineTo(x, y + ROW - 5));
      stroke(c, ink, 1.3);
    });
  }

  /** @param {CanvasRenderingContext2D} c @param {(z: number) => number} f @param {(z: number) => number} slope @param {Crowd} crowd */
  function curveNames(c, f, slope, crowd) {
    const { ink, gradient } = palette();
    named = [];
    for (const [of, said, color] of /** @type {[(z: number) => number, string, string][]} */ ([[f, "f", ink], [slope, "slope f′", gradient]])) {
      for (const share of [0.72, 0.6, 0.84, 0.45, 0.3, 0.92, 0.15, -0.3, -0.6, -0.8]) {
        const z = share * reach;
        const box = crowd.place(X(z), Y(of(z)), textWidth(c, said, { bold: true }), 13, -1, 14);
        if (!box) continue;
        named.push(box);
        text(c, said, box.x, box.y + 11, { color, bold: true });
        break;
      }
    }
  }

  /** @param {{x: number, y: number}} at @returns {string | null} */
  function spotAt(at) {
    if (!shown) return null;
    let [best, found] = [10, /** @type {string | null} */ (null)];
    for (const { z, link: name } of shown.units) {
      const inside = clamp(z, X.from, X.to);
      const far = Math.hypot(X(inside) - at.x, Y(shown.f(inside)) - at.y);
      if (far < best) [best, found] = [far, name];
    }
    return found;
  }

  element.addEventListener("pointermove", (event) => link.set(spotAt(stage.at(event))));
  element.addEventListener("pointerleave", () => link.set(null));
  document.addEventListener("linkchange", () => shown && stage.request());

  return { update, resize: () => stage.resize() };
}

/** The function that units share, and the units that have it: ŷ has another one where the outputs' is not the same f.
 * @param {Frame} frame @returns {Shown | null} */
function shownOf(frame) {
  const net = read(frame);
  if (!net) return null;
  const { activation, output } = frame.config;
  const last = output === "same" ? activation : output;
  const hidden = net.top > 2;
  const name = String(hidden ? activation : last);
  const known = FUNCTIONS[name];
  /** @type {Unit[]} */
  const units = [];
  for (let layer = 2; layer <= net.top; layer++) {
    if (!known || (layer === net.top && last !== name)) break;
    for (let j = 0; j < net.sizes[layer - 1]; j++) {
      const link = linkName(layer === net.top ? "yhat" : `a${layer}`, net.focusRow, j);
      units.push({ layer, j, z: net.z(layer, -1, j), link });
    }
  }
  return { ...(known ?? FUNCTIONS.identity), units, top: net.top, outputs: net.sizes[net.top - 1], whose: net.focus < 0 ? "of your own inputs" : `of sample ${net.focus + 1}` };
}

/** @param {Shown} shown */
function sentence({ slope, units, label }) {
  if (!units.length) return "";
  const slopes = units.map(({ z }) => slope(z));
  if (label === "identity") return "Its slope is 1 everywhere: backwards, nothing is made smaller.";
  const steepest = label === "sigmoid" ? 0.25 : 1;
  const resting = slopes.filter((value) => Math.abs(value) < FLAT * steepest);
  const flat = resting.length;
  const back = resting.some(Boolean) ? "hardly anything" : "nothing"; // a ReLU's slope is exactly 0 there
  const [low, high] = [Math.min(...slopes), Math.max(...slopes)];
  const span = num(low, 2) === num(high, 2) ? `is ${num(low, 2)}` : `goes from ${num(low, 2)} to ${num(high, 2)}`;
  if (!flat) return `Backwards, each unit multiplies by its f′, which here ${span}.`;
  return `${flat} of ${units.length} ${units.length === 1 ? "unit" : "units"} ${flat === 1 ? "lies" : "lie"} where f is flat: ${back} gets back through ${flat === 1 ? "it" : "them"}.${flat < units.length ? ` Elsewhere f′ goes up to ${num(high, 2)}.` : ""}`;
}

/** @param {Shown} shown */
function words({ f, slope, units, label, top, outputs, whose }) {
  if (!units.length) return "No curve: softmax looks at all sums together";
  const named = units.slice(0, NAMED).map(({ layer, j, z }) => `${unitWords(layer, j, top, outputs)} = ${num(f(z), 2)} at z = ${num(z, 2)}, slope ${num(slope(z), 2)}`);
  const more = units.length > NAMED ? `; and ${units.length - NAMED} more units` : "";
  return `${label} and its slope, ${whose}. ${named.join("; ")}${more}`;
}
