/** How much of an error gets back to the first step, in words. */
import { num, plain } from "../format.js";

/** @typedef {import("./rnn-error-data.js").Told} Told */

const BEYOND = 1e29; // so high is what the engine tells of a number beyond all measure

/** A part of a whole, as one reads it. @param {number} part */
export function share(part) {
  if (!(part > 0)) return "nothing";
  const percent = 100 * part;
  return percent < 1e-3 ? `a share of ${num(part, 2)}` : `${plain(Number(percent.toPrecision(2)))} %`;
}

/** @param {Told} told */
export function gettingBack({ norms, last, cuts, alone, clip, before }) {
  const cut = cuts.filter((t) => t <= last).at(-1);
  const clipped = clip > 0 && before > clip * 1.0005 ? ` The gradient of all weights is ${num(before / clip, 2)} times too long and is shortened to ${plain(clip)}.` : "";
  const whole = norms[last];
  if (!(Math.max(...norms) < BEYOND)) return "The errors are beyond all measure: they have grown from step to step.";
  if (!(whole > 0)) return `There is no error at t${last}.${clipped}`;
  if (last === 0) return `Only t0 counts.${clipped}`;
  const back = norms[0] / whole;
  if (alone && cut !== undefined) return `The error of t${last} is cut before t${cut}: nothing of it gets back to t0.${clipped}`;
  if (alone && back <= 1) return `Of the error at t${last}, ${share(back)} gets back to t0.${clipped}`;
  if (alone) return `On its way from t${last} back to t0 the error has grown ${num(back, 3)} times as long.${clipped}`;
  const how = back > 1 ? `${num(back, 2)} times` : share(back) === "nothing" ? "0 times" : `${share(back)} of`;
  return `The error at t0 is ${how} that at t${last}; each step adds its own.${cut === undefined ? "" : ` It is cut before t${cut}.`}${clipped}`;
}

/** @param {Told[]} all @param {string[]} names */
export function gettingBackOfAll(all, names) {
  /** @param {Told} told */
  const ratio = ({ norms, last, over }) => {
    if (over) return "diverged";
    if (!(Math.max(...norms) < BEYOND)) return "beyond all measure";
    const back = norms[0] / norms[last];
    return norms[last] > 0 ? `${num(back, back < 1e-3 ? 1 : 2)} times` : "no error";
  };
  return `The error at t0 beside that at t${all[0]?.last ?? 0}: ${all.map((told, k) => `${ratio(told)} (${names[k]})`).join(", ")}.`;
}

/** @param {Told[]} all @param {string[]} names */
export function reaching(all, names) {
  const there = all.flatMap(({ influence, length }, k) => (influence.length ? [{ name: names[k], end: influence[influence.length - 1], length }] : []));
  if (!there.length) return "How far the beginning reaches is told of smaller networks only: T · H² up to 40 000.";
  if (there.length === 1 && all.length === 1) return `A small change of A before t0 arrives at t${there[0].length - 1} stretched by ${num(there[0].end, 2)} at most.`;
  return `A small change of A before t0 arrives at the last step stretched by at most: ${there.map(({ name, end }) => `${num(end, 2)} (${name})`).join(", ")}.`;
}

/** @param {Told} told */
export function sharing({ matrices, length }) {
  const list = matrices.find(({ name }) => /^W_aa/.test(name))?.shares ?? [];
  const most = list.indexOf(Math.max(...list));
  return length > 1 && list[most] > 0 ? `Weights stand in every box, so their gradient is a sum over the steps. To that of the recurrent weights, t${most} adds most.` : "Weights stand in every box, so their gradient is a sum over the steps.";
}
