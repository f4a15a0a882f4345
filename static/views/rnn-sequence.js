/**
 * The sequence that is looked at, as a frame tells of it: its sizes, and its numbers by time step and unit.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {object} Sequence
 * @property {number} T            time steps
 * @property {number} n            inputs
 * @property {number} H            units
 * @property {number} K            outputs
 * @property {number} m            training sequences
 * @property {boolean} symbolic    whether each input is one symbol of `inputs`
 * @property {string[]} inputs     names of the inputs, or the symbols
 * @property {string[]} outputs    names of the outputs, or the classes
 * @property {string} remembered   what there is to remember, in words; "" for nothing that has a name
 * @property {boolean} classes     whether one of several classes is said, and `wanted` is one class a step
 * @property {boolean} bits        whether each output is a yes or no
 * @property {boolean} atLast      whether nothing counts but the last step
 * @property {string[]} letters    of the cell's gates; of an Elman cell [""]
 * @property {number} which        which training sequence it is
 * @property {number} length       its own steps, ≤ T
 * @property {number} L            its loss
 * @property {boolean} right       whether all that counts is right
 * @property {number} time         the time step in focus
 * @property {number} unit         the unit in focus
 * @property {(name: string, t: number) => Float32Array} row    row t of an array with rows of time steps (of `a`, `c`, `other_a` row 0 is the state before t0)
 * @property {(name: string) => boolean} has
 */
import { read } from "./words.js";

const LETTERS = /** @type {Record<string, string[]>} */ ({ elman: [""], lstm: ["i", "f", "o", "g"], gru: ["z", "r", "n"] });

/** @param {Frame} frame @returns {Sequence | null} null before all of it has come */
export function sequence(frame) {
  const { arrays, config } = frame;
  const { sizes, kind, focus, inputs, outputs, remembered } = arrays;
  if (!sizes || !kind || !focus || !inputs || !outputs) return null;
  const [T, n, H, K, m] = sizes.data;
  const [symbolic, classes, bits, atLast] = Array.from(kind.data, (is) => is === 1);
  const [which, length, , L, right, time, unit] = focus.data;
  if (arrays.a?.shape[0] !== T + 1 || arrays.a.shape[1] !== H) return null; // of another run's network
  return {
    T, n, H, K, m, which, length, L, time, unit,
    symbolic, classes, bits, atLast,
    right: right === 1,
    inputs: read(inputs),
    outputs: read(outputs),
    remembered: read(remembered)[0] ?? "",
    letters: LETTERS[String(config.cell)],
    has: (name) => name in arrays,
    row(name, t) {
      const { data, shape } = arrays[name];
      const width = shape.length > 1 ? shape[1] : 1;
      return data.subarray(t * width, (t + 1) * width);
    },
  };
}

/** Which sequence the past is told of, counted from 1: the one that is asked for, or the first. @param {Frame} frame */
export function pastOf({ look, arrays }) {
  return Math.max(0, Math.min(Number(look.sequence ?? 0), (arrays.sizes?.data[4] ?? 1) - 1)) + 1;
}

/** The length of a vector. @param {ArrayLike<number>} values */
export function norm(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}
