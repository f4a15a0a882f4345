/**
 * Races: up to six runs from one set-up, on one clock. What a click proposes, from the run as it is now.
 *
 * @typedef {import("./types.js").Compare} Compare
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Knob} Knob
 * @typedef {{name: string, title: string, compare: Compare}} Race
 */
import { clamp } from "./clamp.js";
import { applies } from "./controls.js";

export const MOST_LANES = 6;
const OPTIMIZERS = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "rprop"]; // the classical ones first

/** The races that every lab has, as far as the run as it is has these knobs. @param {Frame} frame @param {Knob[]} knobs @returns {Race[]} */
export function races(frame, knobs) {
  /** @type {Race[]} */
  const found = [{ name: "learning_rate", title: "Learning rates", compare: { learning_rate: rates(frame, knobs) } }];
  const size = frame.scalars.dataset_size;
  if (size > 2) found.push({ name: "batch_size", title: "Batch sizes", compare: { batch_size: batches(size, knobs) } });
  const rules = knobs.find(({ name }) => name === "optimizer")?.choices.map(({ value }) => value) ?? [];
  const compare = { optimizer: OPTIMIZERS.filter((name) => rules.includes(name)) };
  found.push({ name: "optimizer", title: "Optimizers", compare });
  return found.filter(({ name }) => knobs.some((knob) => knob.name === name && frame.lanes.some((config) => applies(knob, config))));
}

/** A small rate, one that is right, and one that is too large: by the limit, where it is known. @param {Frame} frame @param {Knob[]} knobs */
function rates({ scalars, config }, knobs) {
  const { low, high } = /** @type {{low: number, high: number}} */ (knobs.find(({ name }) => name === "learning_rate"));
  const limit = scalars.stable_rate;
  const all = limit > 0 ? [0.03 * limit, 0.4 * limit, 1.04 * limit] : [0.1, 1, 10].map((factor) => factor * Number(config.learning_rate));
  return all.map((rate) => clamp(Number(rate.toPrecision(2)), low, high));
}

/** One sample, some, all. @param {number} size @param {Knob[]} knobs */
function batches(size, knobs) {
  const all = knobs.find(({ name }) => name === "batch_size")?.high ?? size;
  return [1, Math.max(2, Math.round(Math.sqrt(size))), all];
}

/** One more ball in a race of starting points; null if this is none, or it is full.
 * @param {Frame} frame @param {import("./types.js").Config} start  where: knob -> value @returns {Compare | null} */
export function oneMore({ compare, lanes }, start) {
  const names = Object.keys(start);
  if (!compare || lanes.length >= MOST_LANES || names.some((name) => !(name in compare))) return null;
  return Object.fromEntries(Object.entries(compare).map(([name, values]) => [name, [...values, start[name] ?? values[values.length - 1]]]));
}
