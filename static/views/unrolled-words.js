/**
 * The unrolled network in words: what goes in and comes out at a time step, whether it is right, and what a stage is about.
 *
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {{way: "forward" | "loss" | "backward" | "update", t: number}} Stage
 *
 * @typedef {object} Said             what the network says at a time step
 * @property {string} text            the likeliest class, or the numbers
 * @property {number | null} share    its probability; null of a number
 * @property {string} wanted
 * @property {boolean} right
 * @property {number} k               which output is told
 */
import { num, plain } from "../format.js";
import { brief } from "./brief.js";
import { length } from "./unrolled-numbers.js";
import { visible } from "./symbols.js";

/** "f3", "J", "b0", "update" as what they are. @param {string | null} id @param {number} T @returns {Stage | null} */
export function stageOf(id, T) {
  if (id === "J") return { way: "loss", t: -1 };
  if (id === "update") return { way: "update", t: -1 };
  const found = /^([fb])(\d+)$/.exec(id ?? "");
  return found && Number(found[2]) < T ? { way: found[1] === "f" ? "forward" : "backward", t: Number(found[2]) } : null;
}

/** @param {number} T */
export function stageNames(T) {
  const steps = Array.from({ length: T }, (_, t) => t);
  return [...steps.map((t) => `f${t}`), "J", ...steps.map((t) => `b${T - 1 - t}`), "update"];
}

/** Whether the loss counts there. @param {Sequence} seq @param {number} t */
export const counts = (seq, t) => seq.row("mask", t)[0] > 0;

/** Whether any later step counts. @param {Sequence} seq @param {number} t */
export function later(seq, t) {
  for (let s = t + 1; s < seq.T; s++) if (counts(seq, s)) return true;
  return false;
}

/** As the engine's `right`: of classes the likeliest, of a yes or no above a half, of a number nearer than a half.
 * @param {Sequence} seq @param {number} t @param {string} task @returns {Said} */
export function said(seq, t, task) {
  const y = seq.row("said", t);
  const wanted = seq.row("wanted", t);
  if (seq.classes) {
    const k = y.reduce((best, value, i) => (value > y[best] ? i : best), 0);
    return { text: visible(seq.outputs[k]), share: y[k], wanted: visible(seq.outputs[wanted[0]]), right: k === wanted[0], k };
  }
  const near = (/** @type {number} */ v, /** @type {number} */ i) => (task === "linear" ? Math.abs(v - wanted[i]) < 0.5 : (v > 0.5) === (wanted[i] > 0.5));
  const list = (/** @type {Float32Array} */ values, /** @type {(v: number) => string} */ write) => Array.from(values.subarray(0, 2), write).join("  ") + (values.length > 2 ? " …" : "");
  return { text: list(y, (v) => brief(v)), share: null, wanted: list(wanted, plain), right: y.every(near), k: 0 };
}

/** The inputs of a step as they are read out. @param {Sequence} seq @param {number} t */
export function input(seq, t) {
  if (t >= seq.length) return "none";
  const x = seq.row("x", t);
  if (seq.symbolic) return visible(seq.inputs[x[0]]);
  if (x.length <= 8) return Array.from(x, plain).join(" ");
  const on = Array.from(x.keys()).filter((i) => x[i]);
  return on.length === 0 ? "nothing" : on.length > 3 ? `${on.length} pixels` : on.map((i) => seq.inputs[i]).join("; ");
}

/** A step's output and what was wanted, in words. @param {Sequence} seq @param {number} t @param {string} task */
export function answer(seq, t, task) {
  if (!counts(seq, t)) return "nothing is asked";
  const { text, share, wanted, right } = said(seq, t, task);
  return `says ${text}${share === null ? "" : ` (${brief(share)})`}, wanted ${wanted}: ${right ? "right" : "wrong"}`;
}

/** The line under the title. @param {Frame} frame @param {Sequence} seq @param {Stage | null} stage @param {string} task */
export function heading({ scalars }, seq, stage, task) {
  const asked = Array.from({ length: seq.T }, (_, t) => t).filter((t) => counts(seq, t));
  const wrong = asked.filter((t) => !said(seq, t, task).right).length;
  const so = seq.right ? "all right" : asked.length === 1 ? "wrong" : `${wrong} of ${asked.length} wrong`;
  const where = !stage ? so
    : stage.way === "forward" ? `the forward pass has reached t${stage.t}`
      : stage.way === "backward" ? `the backward pass has reached t${stage.t}`
        : stage.way === "loss" ? `the mean of ${asked.length === 1 ? "one loss" : `${asked.length} losses`}; J of the batch = ${num(scalars.loss)}`
          : "each matrix moves by the sum over t";
  return `sequence ${seq.which + 1} of ${plain(seq.m)} · L = ${num(seq.L)} · ${where}`;
}

/** A stage as a voice says it. @param {Frame} frame @param {Sequence} seq @param {import("./unrolled-numbers.js").Errors} errors
 * @param {Stage} stage @param {string} task */
export function spoken({ scalars }, seq, errors, { way, t }, task) {
  if (way === "forward") return `Forward: t${t}: input ${input(seq, t)}, ${answer(seq, t, task)}`;
  if (way === "backward") return `Backward: t${t}: ‖∂L/∂A‖ ${length(errors.all[t])}${t && !seq.row("goes_on", t)[0] ? ", cut before it" : ""}`;
  if (way === "loss") return `The loss: L ${num(seq.L)}, J of the batch ${num(scalars.loss)}`;
  return "The update: each matrix moves once, by the sum over all time steps";
}

/** How much room the words of an output need, in pixels: those of the longest class. @param {Sequence} seq */
export function widest(seq) {
  if (!seq.classes) return 0;
  const longest = Math.max(...seq.outputs.map((name) => visible(name).length));
  return Math.min(128, 64 + 7 * longest);
}
