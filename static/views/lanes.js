/** How runs side by side are told apart: a colour and a dash each, and the value that differs. One run alone is magenta. */
import { said } from "../knob-words.js";
import { symbol } from "../marks.js";
import { palette } from "./palette.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {import("./path.js").LaneLook} LaneLook */

export const DASHES = [[], [2, 3], [7, 3], [9, 3, 2, 3], [4, 4], [1, 3]];

/** @param {Frame} frame @param {import("../types.js").Knob[]} knobs @returns {LaneLook[]} */
export function laneLooks(frame, knobs) {
  const { gradient, runs } = palette();
  if (frame.lanes.length < 2) return [{ color: gradient, dash: [], label: "" }];
  const [first, ...others] = frame.lanes;
  const name = Object.keys(first).find((key) => others.some((lane) => lane[key] !== first[key]));
  return frame.lanes.map((lane, k) => ({
    color: runs[k % runs.length],
    dash: DASHES[k % DASHES.length],
    label: name ? `${symbol(knobs, name)} = ${said(knobs.find((knob) => knob.name === name), lane[name])}` : `run ${k + 1}`,
  }));
}
