/** The recurrent network of two weights: each sequence with its target and its output, and what ten steps back make of a gradient. */
import { clamp } from "../clamp.js";
import { num } from "../format.js";
import { alternative } from "./alternative.js";
import { arrow, dot, line, text } from "./drawing.js";
import { faint, palette } from "./palette.js";
import { linear, tickText, ticks } from "./scales.js";
import { Stage } from "./stage.js";
import { pair, pictured } from "./upcoming.js";

/** @typedef {import("../types.js").Frame} Frame */

const ROWS = 20;
const [TOP, FOOT] = [8, 24];

/** @param {HTMLElement} element @param {{note: HTMLElement | null}} options @returns {import("../types.js").View} */
export function create(element, { note }) {
  const describe = alternative(element);
  /** @type {Frame | null} */
  let frame = null;
  const stage = new Stage(element, { heights: [240, 420], draw });

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    if (!next.arrays.sequences || !next.arrays.outputs) return;
    if (note) {
      const said = through(next).replace("w_rec", "<var>w</var><sub>rec</sub>"); // our own words and numbers only
      if (note.dataset.said !== said) note.innerHTML = note.dataset.said = said;
    }
    describe(words, !next.playing);
    stage.show();
  }

  function draw() {
    const { sequences, outputs, batch } = frame?.arrays ?? {};
    if (!sequences || !outputs) return false;
    const c = stage.clear(0);
    const { width, height } = stage;
    const { ink, ink2, rule, card, gradient } = palette();
    const [all, wide] = sequences.shape;
    const rows = Math.min(ROWS, all);
    const steps = wide - 1;
    const high = (height - TOP - FOOT) / rows;
    const cell = Math.min(high - 2, (0.36 * width) / steps);
    const left = steps * cell + 16;
    const X = linear(-1.5, steps + 1.5, left, width - 10);
    for (const value of ticks(0, steps, (width - left) / 50).values) {
      line(c, [[X(value), TOP], [X(value), height - FOOT]], { color: rule, width: 1 });
      text(c, tickText(value, 0), X(value), height - 8, { color: ink2, align: "center" });
    }
    const chosen = new Set(batch?.data);
    const whole = chosen.size >= all;
    const shown = frame && pictured(frame) ? 1 : 0.6; // of an earlier step: faint rather than wrong
    for (let i = 0; i < rows; i++) {
      const y = TOP + (i + 0.5) * high;
      for (let k = 0; k < steps; k++) {
        c.fillStyle = sequences.data[i * wide + k] ? ink2 : faint(ink2, 0.16);
        c.fillRect(4 + k * cell, y - cell / 2, cell - 1.5, cell - 1.5);
      }
      const [target, output] = [sequences.data[i * wide + steps], outputs.data[i]];
      const at = clamp(Number.isFinite(output) ? output : X.to, X.from + 0.3, X.to - 0.3);
      c.globalAlpha = shown * (whole || chosen.has(i) ? 1 : 0.4); // the others are not in this batch
      line(c, [[X(target), y], [X(at), y]], { color: ink, width: 1.3 });
      dot(c, [X(target), y], 4.5, { fill: card, edge: ink, width: 1.5 });
      if (at === output) dot(c, [X(at), y], 4, { fill: gradient, edge: card, width: 1 });
      else arrow(c, [X(at) - 16 * Math.sign(at), y], [X(at) + 8 * Math.sign(at), y], { color: gradient, width: 2, head: 8 }); // beyond the picture
      c.globalAlpha = 1;
    }
    return false;
  }

  function words() {
    const { sequences, outputs } = frame?.arrays ?? {};
    if (!frame || !sequences || !outputs) return "The sequences, not yet drawn";
    const wide = sequences.shape[1];
    const first = Array.from(sequences.data.subarray(0, wide - 1)).join("");
    return `${sequences.shape[0]} sequences of ${wide - 1} bits, each with its target and the network’s output${pictured(frame) ? "" : ` at step ${frame.scalars.picture}`}. The first, ${first}: target ${num(sequences.data[wide - 1])}, output ${num(outputs.data[0])}. ${through(frame)}`;
  }

  return { update, resize: () => stage.resize() };
}

/** What the way back through time makes of a gradient. @param {Frame} frame */
function through(frame) {
  const theta = pair(frame, "theta");
  const steps = (frame.arrays.sequences?.shape[1] ?? 1) - 1;
  if (!theta) return "";
  const [, back] = theta;
  const factor = Math.abs(back) ** steps;
  const what = factor > 2 ? "it explodes" : factor < 0.5 ? "it vanishes" : "it keeps its size";
  return `Backwards through time each step multiplies the gradient by w_rec = ${num(back)}: over ${steps} steps that is ${num(factor, 2)} times as much, ${what}.`;
}
