/** How runs side by side are told apart: a number, a colour and a dash each, and what differs. One run alone is magenta. */
import { apart, said } from "../knob-words.js";
import { symbol } from "../marks.js";
import { palette } from "./palette.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {import("./path.js").LaneLook} LaneLook */

export const DASHES = [[], [2, 3], [7, 3], [9, 3, 2, 3], [4, 4], [1, 3]];

/** @param {Frame} frame @param {import("../types.js").Knob[]} knobs @returns {LaneLook[]} */
export function laneLooks(frame, knobs) {
  const { gradient, runs } = palette();
  if (frame.lanes.length < 2) return [{ color: gradient, dash: [], label: "", mark: "" }];
  const [first, ...others] = frame.lanes;
  const differing = Object.keys(first).filter((key) => others.some((lane) => lane[key] !== first[key]));
  const names = telling(frame.lanes, differing, knobs);
  return frame.lanes.map((lane, k) => ({
    color: runs[k % runs.length],
    dash: DASHES[k % DASHES.length],
    label: names.map((name) => labelled(knobs, name, lane[name], frame.lanes.map((each) => each[name]))).join(", ") || `run ${k + 1}`,
    mark: String(k + 1),
  }));
}

/** What lanes are named by: all that differs; but where a choice alone tells them apart, it is what the others go with.
 * @param {import("../types.js").Config[]} lanes @param {string[]} differing @param {import("../types.js").Knob[]} knobs */
function telling(lanes, differing, knobs) {
  const alone = differing.find((name) => knobs.find((knob) => knob.name === name)?.choices.length && new Set(lanes.map((lane) => lane[name])).size === lanes.length);
  return alone ? [alone] : differing;
}

/** What differs, in a lane's name: "α = 0.1"; of a choice its own name says it. @param {import("../types.js").Knob[]} knobs
 * @param {string} name @param {unknown} value @param {unknown[]} all  of all lanes */
function labelled(knobs, name, value, all) {
  const knob = knobs.find((one) => one.name === name);
  const choice = knob?.choices.find((one) => one.value === value);
  if (value === "" && knob?.none) return knob.none;
  if (value === 0 && knob?.zero) return knob.zero;
  return choice?.label ?? `${symbol(knobs, name)} = ${apart(all, (one) => said(knob, one))(value)}`;
}

/** A lane's line, as a small picture. @param {number} lane */
export function swatch(lane) {
  return `<svg width="26" height="8" aria-hidden="true"><line x1="1" x2="25" y1="4" y2="4" stroke="var(--run-${lane + 1})" stroke-width="3" stroke-dasharray="${DASHES[lane % DASHES.length].join(" ")}"/></svg>`;
}
