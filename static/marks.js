/**
 * A recorded change in words, the same wherever it is marked: on the timeline, the loss curve and the path.
 *
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").Values} Values
 */
import { parameter, words } from "./format.js";
import { said } from "./knob-words.js";
import { described } from "./points.js";

/** @param {{knobs: import("./types.js").Knob[], initial: Values, compare: Values | null, changes: import("./types.js").Change[],
 *   frame: {arrays: Record<string, import("./types.js").Block>}}} store
 * @returns {Mark[]} */
export function describe({ knobs, initial, compare, changes, frame }) {
  const before = { ...initial, ...compare };
  return changes.map(({ step, values }) => {
    const text = [];
    const short = [];
    for (const [name, value] of Object.entries(values)) {
      const label = symbol(knobs, name);
      const knob = knobs.find((one) => one.name === name);
      if (knob?.drawn) text.push(described(String(before[name] ?? ""), String(value), frame.arrays[`own_${name}`]));
      else text.push(name in before ? `${label} ${each(knob, before[name])} → ${each(knob, value)}` : `${label} → ${each(knob, value)}`);
      short.push(label);
      before[name] = value;
    }
    return { step, text: text.join(", "), short: short.join(", ") };
  });
}

/** How a knob or a parameter is called where there is little room. @param {import("./types.js").Knob[]} knobs @param {string} name */
export function symbol(knobs, name) {
  if (name.includes("[")) return parameter(name);
  const knob = knobs.find((one) => one.name === name);
  if (knob?.symbol && knob.symbol.length <= 3) return knob.symbol;
  return words(name).replace(/ (size|rate)$/, "");
}

/** @param {import("./types.js").Knob | undefined} knob @param {unknown} value */
function each(knob, value) {
  return [value].flat().map((one) => said(knob, one)).join(", ");
}
