/**
 * What of a network a stage of the update is about: which lines and units are at full strength, and which of their numbers
 * are told. Without a stage everything is, but for a unit or a line that the student looks at: then what goes into it.
 *
 * @typedef {import("../stages.js").Stage} Stage
 * @typedef {{kind: "unit", l: number, j: number}} Unit          unit j of layer l, which counts from 1: the inputs
 * @typedef {{kind: "edge", k: number, i: number, j: number, from?: "below" | "above"}} Edge   i −1: the bias
 * @typedef {Unit | Edge} Spot
 * @typedef {"strong" | "plain" | "faint"} Strength
 * @typedef {"w" | "slope" | "next"} OnEdges
 * @typedef {"a" | "z" | "delta"} InUnits
 */

/** @param {Stage | null} stage @param {number} k @returns {{strength: Strength, what: OnEdges}} of the weights k */
export function edges(stage, k) {
  if (!stage) return { strength: "plain", what: "w" };
  if (stage.kind === "update") return { strength: "strong", what: "next" };
  if (stage.kind === "gradient") return { strength: stage.layer === k + 1 ? "strong" : "faint", what: stage.layer <= k + 1 ? "slope" : "w" };
  return { strength: stage.kind === "sum" && stage.layer === k + 1 ? "strong" : "faint", what: "w" };
}

/** @param {Stage | null} stage @param {number} l @param {number} top @param {boolean} beside  ŷ stands beside its sum z
 * @returns {{strength: Strength, what: InUnits}} of the layer l */
export function units(stage, l, top, beside) {
  const usual = l === top && beside ? "z" : "a";
  if (!stage) return { strength: "plain", what: usual };
  const { kind, layer } = stage;
  if (kind === "sum" || kind === "gradient") {
    if (l === layer) return { strength: "strong", what: kind === "sum" ? "z" : "delta" };
    return { strength: l === layer - 1 ? "strong" : "faint", what: usual };
  }
  if (kind === "f") return { strength: l === layer ? "strong" : "faint", what: usual };
  return { strength: kind === "loss" && l === top ? "strong" : "faint", what: usual };
}

/** Whether the line k, i, j goes into what is looked at. @param {Spot} spot @param {number} k @param {number} i @param {number} j */
export function goesInto(spot, k, i, j) {
  if (spot.kind === "edge") return spot.k === k && spot.i === i && spot.j === j;
  return spot.l === 1 ? k === 1 && i === spot.j : k === spot.l - 1 && j === spot.j;
}

/** @param {Spot | null} spot */
export const nameOf = (spot) => !spot ? "" : spot.kind === "unit" ? `u-${spot.l}-${spot.j}` : `e-${spot.k}-${spot.i}-${spot.j}`;

/** The lines that go into it, each as k, i, j. @param {Spot} spot @param {number[]} sizes @returns {[number, number, number][]} */
export function linesOf(spot, sizes) {
  if (spot.kind === "edge") return [[spot.k, spot.i, spot.j]];
  const [k, j] = [spot.l - 1, spot.j];
  if (k === 0) return Array.from({ length: sizes[1] }, (_, target) => [1, j, target]);
  return Array.from({ length: sizes[k - 1] }, (_, i) => [k, i, j]);
}

/** The weight or bias that a link's name is about: "gW1-0-2", "nb2-1"; null of any other. @param {string | null} link @returns {Edge | null} */
export function edgeOf(link) {
  const found = /^[gn]?(?:W(\d+)-(\d+)-(\d+)|b(\d+)-(\d+))$/.exec(link ?? "");
  if (!found) return null;
  const [, k, i, j, bias, unit] = found.map(Number);
  return bias ? { kind: "edge", k: bias, i: -1, j: unit } : { kind: "edge", k, i, j };
}

/** What its number is called everywhere. @param {Edge} edge @param {OnEdges} what */
export function linkOf({ k, i, j }, what) {
  const before = { w: "", slope: "g", next: "n" }[what];
  return i < 0 ? `${before}b${k}-${j}` : `${before}W${k}-${i}-${j}`;
}

/** The parameter's name in a change: W1[0,2], b1[2]. @param {{k: number, i: number, j: number}} edge  i −1: the bias */
export const parameterOf = ({ k, i, j }) => (i < 0 ? `b${k}[${j}]` : `W${k}[${i},${j}]`);

/** And back. @param {string} name @returns {Edge | null} */
export function edgeNamed(name) {
  const found = /^(?:W(\d+)\[(\d+),(\d+)\]|b(\d+)\[(\d+)\])$/.exec(name);
  if (!found) return null;
  const [, k, i, j, bias, unit] = found.map(Number);
  return bias ? { kind: "edge", k: bias, i: -1, j: unit } : { kind: "edge", k, i, j };
}
