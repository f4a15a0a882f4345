/**
 * The numbers on a network's lines: where there is room for all of a layer's, and else of what is looked at. A click on one
 * lets its weight be typed in.
 *
 * @typedef {import("./net.js").Net} Net
 * @typedef {import("./net-layout.js").Plan} Plan
 * @typedef {import("./net-stage.js").Edge} Edge
 * @typedef {{stage: import("../stages.js").Stage | null, spot: import("./net-stage.js").Spot | null, lit: Edge | null}} Looked
 * @typedef {{edge: Edge, at: [number, number], rect: SVGRectElement, text: SVGTextElement}} Chip
 */
import { withheld } from "../withheld.js";
import { say } from "../written.js";
import { brief, briefSlope } from "./brief.js";
import { CHIP, biased, place } from "./net-layout.js";
import { edges, goesInto, linesOf, linkOf, nameOf } from "./net-stage.js";
import { make, set } from "./svg.js";

const FINGER = 24; // pixels
const FEW = 16; // lines that can still be told apart where their numbers are crowded

/** @param {SVGGElement} group */
export function createChips(group) {
  /** @type {Chip[]} */
  let chips = [];
  let known = "";

  /** @param {Edge} edge @param {[number, number]} at @returns {Chip} */
  function chip(edge, [x, y]) {
    const rect = make("rect", { x: x - CHIP.width / 2, y: y - CHIP.height / 2, width: CHIP.width, height: CHIP.height, rx: 6, class: "chip", "data-at": nameOf(edge) }, group);
    return { edge, at: [x, y], rect, text: make("text", { x, y: y + 4.3 }, group) };
  }

  /** @param {Plan} plan @param {Net} net @param {Looked} looked @param {string} shape */
  function update(plan, net, looked, shape) {
    const { stage, spot, lit } = looked;
    const key = [shape, stage?.id, nameOf(spot), nameOf(lit)].join();
    if (key !== known) {
      known = key;
      const there = new Map(chips.map((chip) => [`${shape} ${nameOf(chip.edge)} ${chip.at}`, chip])); // one under the pointer must stay
      chips = chosen(plan, net, looked).map(({ edge, at }) => there.get(`${shape} ${nameOf(edge)} ${at}`) ?? chip(edge, at));
      const kept = new Set(chips.flatMap(({ rect, text }) => [rect, text]));
      for (const piece of [...group.children]) if (!kept.has(/** @type {any} */ (piece))) piece.remove();
    }
    for (const { edge, at, rect, text } of chips) {
      const { k, i, j } = edge;
      const { strength, what } = edges(stage, k);
      const value = i < 0 ? { w: net.b, slope: net.slopeB, next: net.nextB }[what](k, j) : { w: net.w, slope: net.slope, next: net.next }[what](k, i, j);
      const secret = withheld(linkOf(edge, what));
      const said = (i < 0 ? "b " : "") + (secret ? "?" : what === "slope" ? briefSlope(value) : brief(value));
      const wide = Math.max(CHIP.width, 10 + 7 * said.length);
      set(rect, "x", at[0] - wide / 2);
      set(rect, "width", wide);
      set(rect, "data-link", linkOf(edge, what));
      const strong = spot ? goesInto(spot, k, i, j) || isBiasOf(spot, edge) : strength === "strong";
      const hue = secret ? "zero" : what === "slope" ? "slope" : value < 0 ? "negative" : value > 0 ? "positive" : "zero";
      set(rect, "data-is", `${hue}${strong ? " strong" : ""}${what === "next" ? " next" : ""}`);
      set(text, "class", hue);
      say(text, said);
    }
  }
  return {
    update,
    /** The line whose number is at a place, within a finger's breadth. @param {number} x @param {number} y */
    edgeAt: (x, y) => chips.find(({ at }) => Math.abs(at[0] - x) <= CHIP.width / 2 && Math.abs(at[1] - y) <= CHIP.height / 2)?.edge
      ?? chips.find(({ at }) => Math.abs(at[0] - x) <= CHIP.width / 2 + 2 && Math.abs(at[1] - y) <= FINGER / 2)?.edge ?? null,
    /** Where the number of a line stands, if it does. @param {Edge} edge */
    placeOf: (edge) => chips.find((one) => nameOf(one.edge) === nameOf(edge))?.at ?? null,
    /** Where the numbers stand that go into what is looked at. @param {import("./net-stage.js").Spot} spot */
    into: (spot) => chips.filter(({ edge: { k, i, j } }) => goesInto(spot, k, i, j)).map(({ at }) => at),
  };
}

/** @param {import("./net-stage.js").Spot} spot @param {Edge} edge */
function isBiasOf(spot, { k, i, j }) {
  return i < 0 && spot.kind === "unit" && spot.l === k + 1 && spot.j === j;
}

/** Which lines have their number written on them, and where. @param {Plan} plan @param {Net} net @param {Looked} looked */
function chosen(plan, net, { stage, spot, lit }) {
  /** @type {{edge: Edge, at: [number, number]}[]} */
  const found = [];
  const taken = new Set();
  const looked = spot?.kind === "unit" ? { x: plan.columns[spot.l - 1].x, y: plan.columns[spot.l - 1].ys[spot.j], r: plan.columns[spot.l - 1].r } : null;
  const covered = (/** @type {[number, number]} */ [x, y]) => looked && Math.abs(x - looked.x) < looked.r + CHIP.width / 2 && Math.abs(y - looked.y) < looked.r + CHIP.height / 2;
  const put = (/** @type {Edge} */ edge, /** @type {[number, number]} */ at, force = false) => {
    if (!force && covered(at)) return; // else the pointer would be on the number all at once
    const room = force || !found.some(({ at: [x, y] }) => Math.abs(x - at[0]) < CHIP.width + 2 && Math.abs(y - at[1]) < CHIP.height + 1);
    if (taken.has(nameOf(edge)) || !room) return;
    taken.add(nameOf(edge));
    found.push({ edge, at });
  };
  const edge = (/** @type {number} */ k, /** @type {number} */ i, /** @type {number} */ j) => /** @type {Edge} */ ({ kind: "edge", k, i, j });
  for (const { k, n, h } of net.weights) {
    const strong = edges(stage, k).strength === "strong";
    const { room } = plan.chips[k - 1];
    if (room ? plan.narrow && !strong : !strong || spot || n * h > FEW) continue;
    const all = Array.from({ length: n * h }, (_, at) => edge(k, Math.floor(at / h), at % h));
    if (!room) all.sort((a, b) => Math.abs(net.w(k, b.i, b.j)) - Math.abs(net.w(k, a.i, a.j))); // as many as there is room for
    for (const one of all) put(one, place(plan, k, one.i, one.j), room);
  }
  if (net.bias && !plan.narrow)
    for (const { k, h } of net.weights) if (biased(plan.columns[k])) for (let j = 0; j < h; j++) put(edge(k, -1, j), place(plan, k, -1, j), true);
  if (spot?.kind === "edge") put(spot, middle(plan, spot, found), true);
  if (lit && plan.columns[lit.k]?.ys[lit.j] !== undefined && (lit.i < 0 ? net.bias : plan.columns[lit.k - 1].ys[lit.i] !== undefined)) put(lit, middle(plan, lit, found), true);
  if (spot?.kind === "unit") {
    if (spot.l > 1 && net.bias && plan.columns[spot.l - 1].r > CHIP.height / 2) put(edge(spot.l - 1, -1, spot.j), place(plan, spot.l - 1, -1, spot.j), true);
    const lines = linesOf(spot, net.sizes);
    const away = spot.l === 1 ? 0.72 : 0.3; // from the unit, where its lines are far enough apart
    const largest = lines.map(([k, i, j]) => ({ k, i, j, size: Math.abs(net.w(k, i, j)) })).sort((a, b) => b.size - a.size);
    for (const { k, i, j } of largest) put(edge(k, i, j), place(plan, k, i, j, plan.chips[k - 1].room ? undefined : away));
  }
  return found;
}

/** Where one number alone stands. @param {Plan} plan @param {Edge} edge @param {{edge: Edge, at: [number, number]}[]} found */
function middle(plan, { k, i, j }, found) {
  return found.find(({ edge }) => edge.k === k && edge.i === i && edge.j === j)?.at ?? place(plan, k, i, j, plan.chips[k - 1].room ? undefined : 0.5);
}
