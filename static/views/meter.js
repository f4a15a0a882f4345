/**
 * How long a step may be: the learning rate against the largest stable one, in the place and scale of its slider. Where
 * the limit is beyond the slider's ends, or close to one, the scale goes on as far as to show its zones.
 */
import { clamp } from "../clamp.js";
import { num } from "../format.js";
import { gain } from "./rules.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {"slow" | "smooth" | "oscillating" | "diverges"} Regime */

const SVG = "http://www.w3.org/2000/svg";
const SLOW = 1 / 20; // of the limit
const SMOOTH = 1 / 2; // beyond, a step crosses the valley
const BEYOND = 5; // times the limit: so far the scale goes at least
const [TOP, THICK, HEIGHT] = [22, 8, 48];
/** The limit of α over 1/λ_max, as a function of β, and how it is written. @type {Record<string, [(beta: number) => number, string]>} */
const FACTORS = {
  sgd: [() => 2, "2/<var>λ</var><sub>max</sub>"],
  momentum: [(beta) => 2 * (1 + beta), "2(1 + <var>β</var>)/<var>λ</var><sub>max</sub>"],
  nesterov: [(beta) => (2 * (1 + beta)) / (1 + 2 * beta), "2(1 + <var>β</var>)/((1 + 2<var>β</var>)<var>λ</var><sub>max</sub>)"],
};
const SENTENCES = {
  slow: "Far below it, each step does little.",
  smooth: "Below half of it, no step crosses the valley.",
  oscillating: "Above half of it, each step crosses the valley.",
  diverges: "Above it, each step lands higher than before.",
};

/** @param {HTMLElement} element @param {{knobs: import("../types.js").Knob[]}} options @returns {import("../types.js").View} */
export function create(element, { knobs }) {
  const knob = knobs.find(({ name }) => name === "learning_rate");
  const ends = knob?.slider ?? [1e-5, 100];
  const meter = document.createElement("div");
  meter.className = "meter";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "The largest stable rate is not known yet.");
  svg.setAttribute("height", String(HEIGHT)); // from the start, so that nothing below it jumps
  const note = Object.assign(document.createElement("p"), { className: "note" });
  meter.append(svg, note);
  element.append(meter);
  let [drawn, width] = ["", 0];
  /** @type {Frame | null} */
  let frame = null;

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const { limit, symbol, local } = limitOf(next);
    const rate = rateIn(next);
    const key = [limit ?? why(next), local, rate, width, next.config.optimizer, next.config.landscape, next.lanes.length].join();
    if (key === drawn || !width) return;
    drawn = key;
    // No limit holds for Adam at all; otherwise a turn of a live knob brings it back, and nothing below may jump for it.
    const momentum = ["momentum", "nesterov"].includes(String(next.config.optimizer));
    svg.style.display = limit === null && gain(next.config) === null ? "none" : "";
    show(rate, limit, momentum, local);
    if (limit === null) note.textContent = why(next);
    else note.innerHTML = local ? guide(rate, limit, symbol) : sentence(rate, limit, symbol, momentum); // our own words and numbers only
  }

  /** @param {number[]} rates @param {number | null} limit @param {boolean} momentum @param {boolean} local */
  function show(rates, limit, momentum, local) {
    const [low, high] = limit === null ? ends : [Math.min(ends[0], limit * SLOW), Math.max(ends[1], limit * BEYOND)];
    const X = (/** @type {number} */ rate) => 8 + (width - 16) * clamp(Math.log(rate / low) / Math.log(high / low), 0, 1);
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.setAttribute("height", String(HEIGHT));
    svg.replaceChildren(hatching());
    /** @type {[number, number, string, number, string][]} */
    const zones = limit === null ? [[low, high, "var(--ink-2)", 0.25, "no limit known"]]
      : local ? [[low, limit, "var(--ok)", 0.4, "settles here"], [limit, high, "var(--warn)", 0.5, "overshoots"]]
      : momentum ? [[low, limit, "var(--ok)", 0.75, "converges"], [limit, high, "url(#hatching)", 1, "diverges"]]
      : [[low, limit * SLOW, "var(--ink-2)", 0.25, "slow"], [limit * SLOW, limit * SMOOTH, "var(--ok)", 0.75, "smooth"],
        [limit * SMOOTH, limit, "var(--warn)", 0.8, ""], [limit, high, "url(#hatching)", 1, "diverges"]];
    for (const [from, to, fill, opacity, name] of zones) {
      const [left, right] = [X(from), X(to)];
      if (right - left < 0.5) continue;
      make("rect", { x: left, y: TOP, width: right - left, height: THICK, fill, opacity });
      const half = 3 * name.length;
      if (right - (to === high && limit !== null ? X(limit * SMOOTH) : left) > 2 * half) // the last name may reach below the zone before, which has none
        make("text", { x: Math.min((left + right) / 2, right - half), y: TOP + 24, "text-anchor": "middle", style: `fill:var(--${name === "diverges" ? "bad" : "ink-2"})` }, name);
    }
    if (limit !== null) make("line", { x1: X(limit), x2: X(limit), y1: TOP - 5, y2: TOP + THICK + 5, stroke: "var(--ink)", "stroke-width": 1.6 });
    for (const rate of rates) {
      const x = X(rate);
      const beyond = Math.sign(rate - clamp(rate, low, high)); // then the arrow points outwards
      const points = beyond
        ? `${x - 3 * beyond},${TOP - 11} ${x + 6 * beyond},${TOP - 6} ${x - 3 * beyond},${TOP - 1}`
        : `${x - 5},${TOP - 9} ${x + 5},${TOP - 9} ${x},${TOP - 1}`;
      make("polygon", { points, fill: "var(--accent)", ...(beyond && { "data-beyond": beyond }) });
    }
    if (limit === null) return svg.setAttribute("aria-label", "α, for which no limit is known");
    const share = shareOf(rates[0], limit);
    const shares = rates.length > 1 ? `of the runs is ${rates.map((rate) => num(rate / limit, 2)).join(", ")} times` : `is ${share}`;
    svg.setAttribute("aria-label", `α ${shares} the largest ${local ? "rate that is stable where the run stands" : "stable rate"}, ${num(limit)}`);
    if (rates.length > 1) return;
    const said = `α = ${share} the limit${local ? " here" : ""}`;
    const half = said.length * 3.3;
    make("text", { x: Math.min(width - half, Math.max(half, X(rates[0]))), y: 9, "text-anchor": "middle", "font-weight": 600, style: "fill:var(--accent)" }, said);
  }

  /** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [words] */
  function make(tag, attributes, words) {
    const part = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, String(value));
    if (tag === "text") part.setAttribute("font-size", "12");
    if (words) part.textContent = words;
    svg.append(part);
  }

  new ResizeObserver((entries) => {
    width = entries[entries.length - 1].contentRect.width; // asking for it in every frame would cost a layout
    if (frame) update(frame);
  }).observe(meter);
  return { update };
}

/** @param {number} rate @param {number} limit */
function shareOf(rate, limit) {
  const ratio = rate / limit;
  return `${num(ratio, Math.abs(ratio - 1) < 0.1 ? 3 : 2)} ${ratio > 1 ? "times" : "of"}`;
}

/** @param {number[]} rates @param {number} limit @param {string} symbol @param {boolean} momentum */
function sentence(rates, limit, symbol, momentum) {
  const known = `The limit ${symbol} is <b>${num(limit)}</b>.`;
  if (rates.length > 1) return known;
  const regime = regimeOf(rates[0] / limit);
  return `${known} ${momentum && regime !== "diverges" ? "Below it, the run comes down." : SENTENCES[regime]}`;
}

/** Where the surface bends differently from place to place. @param {number[]} rates @param {number} limit @param {string} symbol */
function guide(rates, limit, symbol) {
  const here = `Here ${symbol} is <b>${num(limit)}</b>.`;
  return rates.length > 1 ? `${here} Elsewhere it is another.` : `${here} A guide for this place only: the surface bends differently elsewhere.`;
}

/** α of each lane, or the one under the finger. @param {Frame} frame @returns {number[]} */
function rateIn(frame) {
  const preview = frame.preview.learning_rate;
  if (Array.isArray(preview)) return preview.map(Number);
  const rates = frame.lanes.map((lane) => Number(lane.learning_rate));
  return rates.every((rate) => rate === rates[0]) ? [typeof preview === "number" ? preview : rates[0]] : rates;
}

/** The largest stable rate, where it is known, for the momentum under the finger. @param {Frame} frame
 * @returns {{limit: number | null, symbol: string, local: boolean}}  `local`: true only where the run stands */
function limitOf(frame) {
  const { scalars, config, preview } = frame;
  const local = !Number.isFinite(scalars.stable_rate);
  const known = local ? scalars.local_rate : scalars.stable_rate;
  const sizes = Number(preview.batch_size ?? config.batch_size);
  const unknown = !Number.isFinite(known) || Number(preview.clip ?? config.clip) > 0 || sizes < (scalars.dataset_size ?? 0);
  if (unknown) return { limit: null, symbol: "", local };
  const [factor, symbol] = FACTORS[String(config.optimizer)];
  const beta = Number(preview.momentum ?? config.momentum);
  return { limit: (known * factor(beta)) / factor(Number(config.momentum)), symbol, local };
}

/** The frame with the limit that holds where the run stands, of a lab that tells λ_max with its pictures. @param {Frame} frame
 * @param {number} lane  of runs side by side, the one that is looked at @returns {Frame} */
export function guided(frame, lane) {
  const steepest = frame.arrays[lane ? `curvature@${lane}` : "curvature"]?.data[0] ?? 0;
  const [factor] = FACTORS[String(frame.config.optimizer)] ?? [];
  if (!factor || !(steepest > 1e-9)) return frame;
  return { ...frame, scalars: { ...frame.scalars, local_rate: factor(Number(frame.config.momentum)) / steepest } };
}

/** Why there is no limit to tell. @param {Frame} frame */
function why({ config, preview, scalars }) {
  if (config.optimizer === "rprop") return "Rprop’s steps have lengths of their own: α is only the first of them, and changing it later does nothing.";
  if (gain(config) === null) return "This rule scales each step by its own gradients: no single limit holds for α.";
  if (Number(preview.clip ?? config.clip) > 0) return "While clipping bounds the steps, no largest stable α can be told.";
  if (Number(preview.batch_size ?? config.batch_size) < (scalars.dataset_size ?? 0)) return "In mini-batches every step has its own surface: no single limit holds for α.";
  return "Here the surface bends down or not at all: no limit holds for α at this place.";
}

/** @param {number} share  of the limit @returns {Regime} */
function regimeOf(share) {
  return share <= SLOW ? "slow" : share <= SMOOTH ? "smooth" : share <= 1 ? "oscillating" : "diverges";
}

function hatching() {
  const defs = document.createElementNS(SVG, "defs");
  defs.innerHTML = '<pattern id="hatching" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
    '<rect width="6" height="6" fill="var(--bad)" opacity=".3"/><rect width="2.5" height="6" fill="var(--bad)"/></pattern>';
  return defs;
}
