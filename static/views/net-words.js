/**
 * Where a number of a network comes from, in numbers: the sum that a unit makes and what f makes of it, and a weight's
 * slope as a sum over the samples of the batch. Lines of text with letters in braces (letters.js).
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./net.js").Net} Net
 * @typedef {{text: string, kind?: "head" | "result" | "slope" | "aside", name?: string}} Line   name: what the student's table says, before the text
 */
import { num, plain } from "../format.js";
import { brief, briefSlope, factor, read } from "./brief.js";
import { columnsOf } from "./columns.js";
import { addsUp } from "./digits.js";
import { aside } from "./layer-letters.js";
import { weight } from "./letters.js";
import { outputName, unitName } from "./net-units.js";
import { clipped } from "./step-sums.js";
import { diverged } from "./upcoming.js";

const WHOLE = 6; // terms that are told one by one
const BEGINNING = 4; // of a longer sum

/** How ŷ is made, as a function's name. @param {Frame} frame */
export function outputFunction({ config }) {
  return { same: "f", identity: "ŷ = z", sigmoid: "σ", softmax: "softmax" }[String(config.output)] ?? "f";
}

/** @param {Frame} frame @param {Net} net @param {number} l @param {number} j @returns {Line[]} */
export function ofUnit(frame, net, l, j) {
  const row = net.focusRow;
  const own = net.focus < 0;
  if (l === 1) return ofInput(frame, net, j);
  const [k, last] = [l - 1, l === net.top];
  const [z, a] = [brief(net.z(l, row, j)), brief(net.a(l, row, j))];
  const terms = Array.from({ length: net.sizes[k - 1] }, (_, i) => [net.a(k, row, i), net.w(k, i, j)]);
  const made = outputFunction(frame);
  /** @type {Line[]} */
  const lines = [
    { text: `unit ${j + 1} of ${aside(l)}`, kind: "aside" },
    { text: sum(terms, net.bias ? net.b(k, j) : null, z) },
    { text: `${unitName(net, "z", l, j)} = ${z}`, kind: "result" },
    { text: `${last ? outputName(net, "ŷ", j) : unitName(net, "a", l, j)} = ${called(last ? made : "f", z)} = ${a}${last && !own ? `, wanted ${brief(net.y(row, j))}` : ""}`, kind: "result" },
  ];
  if (last) lines.push(...meant(frame, net, j));
  const delta = unitName(net, "δ", l, j);
  if (row >= 0) lines.push({ text: `${delta} = ∂{J}/∂${unitName(net, "z", l, j)} = ${briefSlope(net.delta(l, row, j))}`, kind: "slope" });
  else lines.push({ text: `no ${delta}: ${own ? "inputs of your own have no target" : inBatch(frame, net) ? `it is told for the batch’s first ${net.rows} samples` : "this sample is not in the next batch"}`, kind: "aside" });
  return lines;
}

/** An input with its column's name, and how it was scaled. @param {Frame} frame @param {Net} net @param {number} j @returns {Line[]} */
function ofInput(frame, net, j) {
  const x = net.x(net.focusRow, j);
  const whose = net.focus < 0 ? "an input of your own" : `an input of sample ${net.focus + 1}`;
  const { inputs, scaled, told } = columnsOf(frame);
  const [mean, spread] = [told(j, 0), told(j, 1) - told(j, 0)];
  /** @type {Line[]} */
  const lines = [{ text: `{x_${j + 1}} = ${brief(x)}`, kind: "head" }, inputs[j] ? { name: `${inputs[j]} ${plain(told(j, x))}`, text: `, ${whose}`, kind: "aside" } : { text: whose, kind: "aside" }];
  if (scaled) lines.push({ text: `(${plain(told(j, x))} ${mean < 0 ? "+" : "−"} ${plain(Math.abs(mean))}) / ${plain(spread)}: (value − mean) / spread`, kind: "aside" });
  return lines;
}

/** What an output stands for in the student's table. @param {Frame} frame @param {Net} net @param {number} j @returns {Line[]} */
function meant(frame, net, j) {
  const { classes, target, scaled, toldY } = columnsOf(frame);
  if (classes.length) return [{ name: net.sizes[net.top - 1] > 1 ? `${target} ${classes[j]}` : `1 is ${target} ${classes[1]}, 0 is ${classes[0]}`, text: "", kind: "aside" }];
  if (!scaled) return [];
  const wanted = net.focus < 0 ? "" : `, wanted ${plain(toldY(net.y(net.focusRow, j)))}`;
  return [{ name: target, text: ` ${num(toldY(net.a(net.top, net.focusRow, j)), 4)}${wanted}`, kind: "aside" }];
}

/** Whether the next update looks at the sample, be it one whose numbers are told or not. @param {Frame} frame @param {Net} net */
export function inBatch({ arrays }, net) {
  return arrays.batch.data.includes(net.focus);
}

/** @param {Frame} frame @param {Net} net @param {number} k @param {number} i @param {number} j  i −1: the bias @returns {Line[]} */
export function ofWeight(frame, net, k, i, j) {
  const bias = i < 0;
  const letter = weight(k, i, j);
  const [value, slope, next] = bias ? [net.b(k, j), net.slopeB(k, j), net.nextB(k, j)] : [net.w(k, i, j), net.slope(k, i, j), net.next(k, i, j)];
  const to = unitName(net, "z", k + 1, j);
  const terms = Array.from({ length: net.rows }, (_, row) => (bias ? [net.delta(k + 1, row, j)] : [net.a(k, row, i), net.delta(k + 1, row, j)]));
  const more = besides(frame, bias);
  return [
    { text: `${letter} = ${num(value, 4)}`, kind: "head" },
    { text: bias ? `the bias of ${to}` : `from ${unitName(net, "a", k, i)} to ${to}`, kind: "aside" },
    { text: `∂{J}/∂${bias ? "{b}" : "{w}"} = ${bias ? "Σ {δ}" : "Σ {a} {δ}"} over the batch`, kind: "slope" },
    { text: sum(terms, null, more ? null : briefSlope(slope), briefSlope, net.batch) },
    { text: `= ${briefSlope(slope)}${more}`, kind: "slope" },
    diverged(frame) ? { text: "no update: the run has diverged", kind: "aside" } : { text: `after the update ${num(next, 4)}`, kind: "result" },
  ];
}

/** What else is in ∂J/∂w than the batch's sum. @param {Frame} frame @param {boolean} bias */
function besides({ config, scalars }, bias) {
  const parts = bias ? [] : ["l1", "l2"].filter((name) => Number(config[name]) > 0).map((name) => name.toUpperCase());
  return (parts.length ? `, with ${parts.join(" and ")}` : "") + (clipped({ config, gradientNorm: scalars.gradient_norm }) ? ", clipped" : "");
}

/** One term, which stays in one line. @param {string} a @param {string} b */
const product = (a, b) => `${a}\u00a0·\u00a0${factor(b)}`;

/** A further term. @param {string} term */
const plus = (term) => (term.startsWith("−") ? ` − ${term.slice(1)}` : ` + ${term}`);

/** A sum of products, shortened where it is long, with so many digits that it comes out.
 * @param {number[][]} terms @param {number | null} last  one more, in the end @param {string | null} result  what is said that it comes to;
 * null: there is more to that @param {(x: number, more?: number) => string} [write]  the last factor of each @param {number} [all]  so many terms are there in truth */
export function sum(terms, last, result, write = brief, all = 0) {
  const many = Math.max(all, terms.length);
  const told = many > WHOLE ? terms.slice(0, BEGINNING) : terms;
  const rest = many - told.length;
  const written = (/** @type {number} */ more) => {
    const texts = told.map((term) => term.map((x, at) => (at < term.length - 1 ? brief : write)(x, more)));
    if (last !== null) texts.push([write(last, more)]);
    const value = texts.reduce((so, term) => so + term.reduce((product, text) => product * read(text).value, 1), 0);
    const end = rest || result === null ? { value, unit: 1 } : read(result);
    return { texts, value, result: end.value, unit: end.unit };
  };
  const said = addsUp(written).texts.map(([a, b]) => (b === undefined ? a : product(a, b)));
  const hidden = rest ? ` + … ${rest} more` : "";
  const inside = last === null ? said : said.slice(0, -1);
  return inside.map((term, at) => (at ? plus(term) : term)).join("") + hidden + (last === null ? "" : plus(said[said.length - 1]));
}

/** @param {string} name @param {string} z */
function called(name, z) {
  return name === "ŷ = z" ? z : name === "softmax" ? `softmax of ${z}` : `{${name}}(${z})`;
}
