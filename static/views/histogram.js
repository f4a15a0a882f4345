/** How the activations of each layer are spread over all the training data: a row of bars for each layer. */
import { num } from "../format.js";
import { alternative } from "./alternative.js";
import { line, text, textWidth } from "./drawing.js";
import { write } from "./layer-letters.js";
import { palette } from "./palette.js";
import { Stage } from "./stage.js";
import { unitName, unitWords } from "./unitname.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {{layer: number, shares: Float32Array, low: number, high: number, ends: [number, number], f: string, units: number, flat: number}} Row
 *   ends: shares in the outermost bars; flat: units whose slope is almost 0 for every sample */

const BOUNDED = ["sigmoid", "softmax", "tanh", "sine"];
const CUT = ["relu"]; // exactly 0 below 0
const MANY = 0.1; // of a layer at the ends: worth a word
const [LEFT, UNDER] = [34, 19]; // pixels for the layers' names, and for numbers

/** @param {HTMLElement} element @param {{note: HTMLElement | null}} options @returns {import("../types.js").View} */
export function create(element, { note }) {
  const describe = alternative(element);
  const stage = new Stage(element, { heights: [216, 330], draw });
  /** @type {Row[]} */
  let rows = [];
  /** @type {unknown} */
  let source = null;

  /** @param {Frame} next */
  function update(next) {
    const { histogram, ranges, flat, layers } = next.arrays;
    if (!histogram || !ranges || !flat || !layers || histogram.shape[0] !== layers.data.length - 1) return;
    if (histogram !== source) {
      source = histogram;
      rows = rowsOf(next);
      if (note) write(note, [asleep(rows, next.config), sentence(rows)].filter(Boolean).join(" "));
      stage.show();
    }
    describe(() => `Activations over all training data. ${rows.map((row) => told(row, rows.length + 1)).join("; ")}`, !next.playing);
  }

  function draw() {
    if (!rows.length) return false;
    const c = stage.clear(0);
    const { ink2, rule, positive, negative } = palette();
    const right = stage.width - 8;
    const same = rows.every(({ low, high }) => low === rows[0].low && high === rows[0].high); // then numbers stand below the last row only
    const tall = (stage.height - (same ? UNDER : 0)) / rows.length;
    rows.forEach(({ layer, shares, low, high, ends, f }, i) => {
      const base = Math.round((i + 1) * tall - (same ? 2 : UNDER));
      const bars = tall - (same ? 8 : UNDER + 6);
      unitName(c, layer, -1, rows.length + 1, 1, 4, base - 2);
      const most = Math.max(...shares, 1e-9);
      const wide = (right - LEFT) / shares.length;
      shares.forEach((share, k) => {
        const middle = low + ((k + 0.5) * (high - low)) / shares.length;
        const tip = share > 0 ? Math.max(1, (share / most) * bars) : 0;
        c.fillStyle = middle < 0 ? negative : positive;
        c.fillRect(LEFT + k * wide + 0.5, base - tip, Math.max(1, wide - 1), tip);
      });
      line(c, [[LEFT, base + 0.5], [right, base + 0.5]], { color: rule, width: 1 });
      if (!same || i === rows.length - 1) numbers(c, low, high, base, right);
      const [first, last] = ends.map((share) => `${Math.round(100 * share)} %`);
      const at = base - bars + 10;
      const free = (/** @type {number} */ from, /** @type {number} */ to) => shares.every((share, k) => (share / most) * bars < bars - 14 || LEFT + (k + 1) * wide <= from || LEFT + k * wide >= to);
      const said = (/** @type {string} */ words, /** @type {1 | -1} */ way) => { // beside its bar, or the next bars: none is written over
        const long = textWidth(c, words);
        for (let n = 1; n < shares.length / 2; n++) {
          const from = way > 0 ? LEFT + n * wide + 3 : right - n * wide - 3 - long;
          if (free(from, from + long)) return text(c, words, from, at, { color: ink2 });
        }
      };
      if (ends[0] >= MANY && (CUT.includes(f) || BOUNDED.includes(f))) said(CUT.includes(f) ? `${first} at 0` : first, 1);
      if (ends[1] >= MANY && BOUNDED.includes(f)) said(last, -1);
    });
    return false;
  }

  /** @param {CanvasRenderingContext2D} c @param {number} low @param {number} high @param {number} base @param {number} right */
  function numbers(c, low, high, base, right) {
    const { ink2 } = palette();
    if (low < 0 && high > 0) {
      const zero = LEFT + ((right - LEFT) * -low) / (high - low);
      line(c, [[zero, base], [zero, base + 4]], { color: ink2, width: 1 });
      if (zero > LEFT + 40 && zero < right - 40) text(c, "0", zero, base + 15, { color: ink2, align: "center" });
    }
    text(c, num(low, 2), LEFT, base + 15, { color: ink2 });
    text(c, num(high, 2), right, base + 15, { color: ink2, align: "right" });
  }

  return { update, resize: () => stage.resize() };
}

/** @param {Frame} frame @returns {Row[]} */
function rowsOf({ arrays: { histogram, ranges, flat, layers }, config }) {
  const [count, bins] = histogram.shape;
  return Array.from({ length: count }, (_, i) => {
    const shares = histogram.data.subarray(i * bins, (i + 1) * bins);
    const [low, high] = [ranges.data[2 * i], ranges.data[2 * i + 1]];
    const f = String(i === count - 1 && config.output !== "same" ? config.output : config.activation);
    return { layer: i + 2, shares, low, high, f, units: layers.data[i + 1], flat: flat.data[i], ends: /** @type {[number, number]} */ ([shares[0], shares[bins - 1]]) };
  });
}

/** Where the outermost bars begin, and how much is in them. @param {Row} row @param {number} top */
function told({ layer, shares, low, high, ends: [first, last], f }, top) {
  const name = unitWords(layer, -1, top, 1);
  const bar = (high - low) / shares.length;
  if (CUT.includes(f)) return `${percent(first)} of ${name} are 0 or almost`;
  if (!BOUNDED.includes(f)) return `${name} goes from ${num(low, 2)} to ${num(high, 2)}`;
  return `${percent(last)} of ${name} lie above ${num(high - bar, 2)}, ${percent(first)} below ${num(low + bar, 2)}`;
}

/** Units that are flat wherever the data are, layer by layer. @param {Row[]} rows @param {Frame["config"]} config */
function asleep(rows, { loss }) {
  const found = rows.filter(({ flat }, i) => flat > 0 && (i < rows.length - 1 || loss === "mse")); // with the other losses δ has no slope of f in it
  if (!found.length) return "";
  const parts = found.map(({ layer, units, flat }, i) => `${flat} of ${units}${i ? "" : units === 1 ? " unit" : " units"} of layer ${layer}`);
  const one = found.length === 1 && found[0].flat === 1;
  const listed = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}` : parts[0];
  return `${listed} ${one ? "is" : "are"} flat for every sample: ${one ? "it learns" : "they learn"} ${found.every(({ f }) => CUT.includes(f)) ? "nothing" : "hardly anything"}.`;
}

/** Of the hidden layers, the one of which most lies where f is flat. @param {Row[]} rows */
function sentence(rows) {
  const hidden = rows.slice(0, -1).filter(({ f }) => CUT.includes(f) || ["sigmoid", "tanh"].includes(f));
  const flat = (/** @type {Row} */ { ends, f }) => (CUT.includes(f) ? ends[0] : ends[0] + ends[1]);
  const worst = hidden.reduce((/** @type {Row | null} */ most, row) => (most && flat(most) >= flat(row) ? most : row), null);
  if (!worst) return "";
  const why = flat(worst) < 0.005 ? "none stand where f is flat" : flat(worst) < MANY ? "few stand where f is flat" : CUT.includes(worst.f) ? "there the slope is 0, and nothing is learned" : "there f is flat, and hardly anything is learned";
  return `${told(worst, rows.length + 1)}: ${why}.`;
}

/** @param {number} share */
function percent(share) {
  return `${Math.round(100 * share)} %`;
}
