/** Words beside the curves of training and test data, and the lowest test loss where the two have parted since. */
import { num } from "../format.js";

/**
 * @typedef {import("./history.js").Curve} Curve
 * @typedef {{x: number, y: number, text: string, above: boolean, end: boolean}} Label  end: it ends at x; else it is centred there
 */

const RISEN = 1.02; // times the lowest: what is less is no rise
const SINCE = 0.05; // of the run
const [LETTER, LINE] = [7, 14]; // pixels

/** Where the test data's loss was lowest, once it has clearly risen since while that of the training data has fallen.
 * @param {Curve[]} curves @returns {{x: number, y: number} | null} */
export function lowestTest(curves) {
  const [test, training] = pair(curves);
  if (!test || !training || test.x.length < 3) return null;
  const last = test.x.length - 1;
  const at = test.y.reduce((least, y, i) => (y < test.y[least] ? i : least), 0);
  const risen = test.y[last] > RISEN * test.y[at] && test.x[last] - test.x[at] > SINCE * test.x[last];
  const then = training.y[Math.max(0, training.x.findLastIndex((x) => x <= test.x[at]))];
  const fallen = training.y[training.y.length - 1] * RISEN < then;
  return at > 0 && risen && fallen ? { x: test.x[at], y: test.y[at] } : null;
}

/** Names at the curves' ends, where these are apart. @param {Curve[]} curves @param {number} scale  pixels for one of x
 * @param {(J: number) => number} height  in pixels @returns {Label[]} */
export function curveLabels(curves, scale, height) {
  const [test, training] = pair(curves);
  if (!test || !training || test.x.length < 2 || training.x.length < 2) return [];
  const end = (/** @type {Curve} */ { x, y }) => ({ x: x[x.length - 1], y: y[y.length - 1] });
  const gap = height(end(test).y) - height(end(training).y);
  const between = Math.abs(gap) > 2.5 * LINE; // room for the lower one's name above it
  const named = [{ ...end(test), text: "test", above: gap > 0 || between, end: true }, { ...end(training), text: "training", above: gap < 0 || between, end: true }];
  const labels = (Math.abs(gap) > LINE ? named : []).filter(({ x, text }) => x * scale > LETTER * text.length);
  const lowest = lowestTest(curves);
  const words = lowest ? `lowest ${num(lowest.y)}` : "";
  const room = lowest && lowest.x * scale > (LETTER * words.length) / 2 && (end(test).x - lowest.x) * scale > (LETTER * words.length) / 2 + 8 * LETTER;
  return lowest && room ? [...labels, { ...lowest, text: words, above: false, end: false }] : labels;
}

/** @param {Curve[]} curves */
function pair(curves) {
  return [curves.find(({ held }) => held), curves.find(({ name }) => name === "training data")];
}
