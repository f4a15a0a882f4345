/**
 * A recorded change in words, the same wherever it is marked: on the timeline, the loss curve and the path.
 *
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").Values} Values
 */
import { parameter, words } from "./format.js";
import { said } from "./knob-words.js";
import { countOf, described } from "./points.js";

/** @param {{knobs: import("./types.js").Knob[], initial: Values, compare: Values | null, changes: import("./types.js").Change[],
 *   frame: {arrays: Record<string, import("./types.js").Block>}}} store
 * @returns {Mark[]} */
export function describe({ knobs, initial, compare, changes, frame }) {
  const before = { ...initial, ...compare };
  return changes.flatMap(({ step, values }) => {
    const drawn = knobs.find((knob) => knob.drawn && knob.name in values);
    const there = drawn ? countOf(String(before[drawn.name] ?? ""), frame.arrays[`own_${drawn.name}`]) : Infinity;
    const text = [];
    const short = [];
    for (const [name, value] of Object.entries(values)) { // of a parameter only the new value: training has moved it since the last
      const label = symbol(knobs, name);
      const knob = knobs.find((one) => one.name === name);
      const was = before[name];
      const said = knob?.drawn ? described(String(was ?? ""), String(value), frame.arrays[`own_${name}`])
        : name in before && knob ? `${label} ${each(knob, was)} → ${each(knob, value)}` : `${label} → ${each(knob, value)}`;
      before[name] = value;
      if (!said || (knob && same(was, value)) || (name === "batch_size" && stillAll(knob, was, value, there))) continue;
      text.push(said);
      short.push(label);
    }
    const set = Object.fromEntries(Object.entries(values).filter(([name]) => name.includes("[")).map(([name, value]) => [name, Number(value)]));
    return text.length ? [{ step, text: text.join(", "), short: short.join(", "), ...(Object.keys(set).length ? { set } : {}) }] : []; // what changes nothing is no mark
  });
}

/** Whether a batch of all `there` samples has only stayed one, in each run where it is another number now.
 * @param {import("./types.js").Knob | undefined} knob @param {unknown} was @param {unknown} now @param {number} there */
function stillAll(knob, was, now, there) {
  const before = [was].flat();
  return [now].flat().every((size, lane) => size === before[lane % before.length] || (size === knob?.high && Number(before[lane % before.length]) >= there));
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
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
