/**
 * How fast: from one update every two seconds, slow enough to read every number, to as fast as the machine goes.
 *
 * @typedef {import("./types.js").Pace} Pace
 */
import { count, plain } from "./format.js";

/** The notches of the slider: steps that feel even on a scale over five decades. @type {Pace[]} */
export const PACES = [0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 20, 30, 60, 100, 200, 300, 600, 1000, 2000, 3000, 6000, 10_000, "max"];

/** The notch nearest to a pace. @param {Pace} pace */
export function notch(pace) {
  if (pace === "max") return PACES.length - 1;
  const far = PACES.map((other) => (other === "max" ? Infinity : Math.abs(Math.log(other / pace))));
  return far.indexOf(Math.min(...far));
}

/** @param {Pace} pace */
export function spoken(pace) {
  if (pace === "max") return "full speed";
  if (pace < 1) return `1 step in ${plain(Number((1 / pace).toFixed(1)))} s`;
  return pace === 1 ? "1 step/s" : `${pace < 10 ? plain(pace) : count(pace)} steps/s`;
}
