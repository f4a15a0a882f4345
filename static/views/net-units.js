/**
 * The units of a network as circles with name and value, what is beside the outputs (f, ŷ and the target), and the letters
 * of the matrices below. Made once for a shape; then only what has changed is written anew.
 *
 * @typedef {import("./net.js").Net} Net
 * @typedef {import("./net-layout.js").Plan} Plan
 * @typedef {{circle: SVGCircleElement, name: SVGTextElement | null, value: SVGTextElement | null, tint: string}} Node
 */
import { withheld } from "../withheld.js";
import { say } from "../written.js";
import { brief, briefSlope } from "./brief.js";
import { write } from "./letters.js";
import { linkName } from "./net.js";
import { holds } from "./net-layout.js";
import { nameOf, units } from "./net-stage.js";
import { make, set, tint } from "./svg.js";

const LOUDEST = { told: 34, mute: 85 }; // percent of the hue: with a number on it, without

/** @param {SVGSVGElement} svg @param {Plan} plan @param {Net} net */
export function createUnits(svg, plan, net) {
  const { columns, narrow, height } = plan;
  const { top, sizes } = net;
  /** @type {Node[][]} */
  const nodes = columns.map((column, l) => column.ys.map((y, j) => {
    const { value, name } = holds(column);
    const small = column.r < 26;
    const circle = make("circle", { cx: column.x, cy: y, r: column.r, class: "unit", "data-at": nameOf({ kind: "unit", l: l + 1, j }) }, svg);
    const text = (/** @type {string} */ kind, /** @type {number} */ dy) => make("text", { x: column.x, y: y + dy, class: kind }, svg);
    return { circle, name: name ? text(small ? "name small" : "name", small ? -4 : -3) : null, value: value ? text(small ? "value small" : "value", name ? (small ? 11 : 14) : 4) : null, tint: "" };
  }));
  const last = columns[top - 1];
  const rows = last.pitch >= 34 || sizes[top - 1] === 1;
  const beside = narrow ? [] : last.ys.map((y, j) => besideOutput(svg, last, y, j, rows));
  const arrow = narrow ? [] : last.ys.map((y) => make("text", { x: last.x + last.r + 18, y: y - 7, class: "of" }, svg));
  const targets = narrow && (last.pitch - 2 * last.r >= 18 || sizes[top - 1] === 1) ? last.ys.map((y) => make("text", { x: plan.width - 1, y: y + last.r + 16, class: "target" }, svg)) : [];
  for (const [l, { x }] of columns.entries()) {
    foot(x, l === 0 ? "{X}" : l === top - 1 ? (narrow ? "{ŷ}" : `{z^${top}}`) : `{a^${l + 1}}`);
    if (l && x - columns[l - 1].x > 56) foot((x + columns[l - 1].x) / 2, `{W^${l}}`);
  }

  const beneath = make("text", { x: last.x + last.r + 46, y: height - 6, class: "of" }, svg);

  /** @param {number} x @param {string} letter */
  function foot(x, letter) {
    write(make("text", { x, y: height - 6, class: "foot" }, svg), letter);
  }

  /** @param {Net} net @param {import("../stages.js").Stage | null} stage @param {string} f  what makes ŷ of the last sum */
  function update(net, stage, f) {
    const row = net.focusRow;
    for (const [at, layer] of nodes.entries()) {
      const l = at + 1;
      let { strength, what } = units(stage, l, top, !narrow);
      if (what === "delta" && row < 0) what = "z"; // it is no sample of this batch
      const read = l === 1 ? (/** @type {number} */ j) => net.x(row, j) : (/** @type {number} */ j) => net[what](l, row, j);
      const values = layer.map((_, j) => read(j));
      const most = values.reduce((greatest, v) => Math.max(greatest, Math.abs(v) || 0), what === "delta" ? 0 : 1) || 1;
      for (const [j, node] of layer.entries()) {
        const letter = l === 1 ? `{x_${j + 1}}` : what === "a" && l === top ? outputName(net, "ŷ", j) : unitName(net, what === "delta" ? "δ" : what, l, j);
        set(node.circle, "data-is", `${strength}${what === "delta" ? " slope" : ""}`);
        const named = linkName(l === 1 ? "x" : what === "a" && l === top ? "yhat" : `${what}${l}`, row, j);
        set(node.circle, "data-link", named);
        const secret = withheld(named);
        const fill = what === "delta" || secret ? "var(--card)" : tint(values[j] / most, node.value ? LOUDEST.told : LOUDEST.mute);
        if (node.tint !== fill) node.circle.style.fill = node.tint = fill;
        if (node.name && node.name.dataset.said !== letter) {
          node.name.dataset.said = letter;
          write(node.name, letter);
        }
        if (!node.value) continue;
        say(node.value, secret ? "?" : what === "delta" ? briefSlope(values[j]) : brief(values[j]));
        set(node.value, "class", `value${columns[at].r < (what === "delta" ? 30 : 26) ? " small" : ""}${what === "delta" ? " g" : ""}${l === 1 ? " given" : ""}`);
      }
    }
    const shown = units(stage, top, top, true).strength;
    beside.forEach((put, j) => put(net, row, shown));
    const long = f.length > 5; // on an arrow there is no room for softmax
    arrow.forEach((place) => say(place, long ? "" : f === "ŷ = z" ? "=" : f));
    say(beneath, long && !narrow ? f : "");
    targets.forEach((place, j) => say(place, net.focus < 0 ? "" : `wanted ${brief(net.y(row, j))}`));
  }
  return { update };
}

/** ŷ and y to the right of an output's sum. @param {SVGSVGElement} svg @param {import("./net-layout.js").Column} column
 * @param {number} y @param {number} j @param {boolean} both */
function besideOutput(svg, { x, r }, y, j, both) {
  const [from, to] = [x + r + 4, x + r + 36];
  make("path", { d: `M${from} ${y}H${to - 6}`, class: "arrow" }, svg);
  make("path", { d: `M${to} ${y}l-8 -4v8z`, class: "head" }, svg);
  const pieces = ["yhat", "y"].slice(0, both ? 2 : 1).map((letter, at) => {
    const middle = y + at * 22;
    const box = make("rect", { x: to + 4, y: middle - 11, width: 76, height: 21, rx: 4, class: "output" }, svg);
    return { letter, box, name: make("text", { x: to + 9, y: middle + 5, class: "beside" }, svg), value: make("text", { x: to + 76, y: middle + 4.5, class: "result" }, svg) };
  });
  return (/** @type {Net} */ net, /** @type {number} */ row, /** @type {string} */ strength) => {
    for (const { letter, box, name, value } of pieces) {
      const there = letter === "yhat" || net.focus >= 0;
      const said = outputName(net, letter === "yhat" ? "ŷ" : "y", j);
      if (name.dataset.said !== said) write(name, (name.dataset.said = said));
      set(name, "display", there ? "" : "none");
      set(box, "data-link", linkName(letter, row, j));
      set(box, "display", there ? "" : "none");
      set(value, "class", `result ${strength}${letter === "y" ? " given" : ""}`);
      say(value, there && withheld(linkName(letter, row, j)) ? "?" : there ? brief(letter === "yhat" ? net.a(net.top, row, j) : net.y(row, j)) : "");
    }
  };
}

/** @param {Net} net @param {string} letter @param {number} l @param {number} j */
export function unitName({ sizes, top }, letter, l, j) {
  return l === 1 ? `{x_${j + 1}}` : l === top && sizes[top - 1] === 1 ? `{${letter}^${l}}` : `{${letter}^${l}_${j + 1}}`;
}

/** @param {Net} net @param {string} letter @param {number} j */
export function outputName({ sizes, top }, letter, j) {
  return sizes[top - 1] === 1 ? `{${letter}}` : `{${letter}_${j + 1}}`;
}
