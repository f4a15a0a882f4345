/** A_t − A′_t as a picture, units by time, and below it how long the difference is at each step. */
import { decadeText } from "./scales.js";
import { num } from "../format.js";
import { alternative } from "./alternative.js";
import { text, textWidth } from "./drawing.js";
import { paint, reach } from "./heat.js";
import { mix, palette } from "./palette.js";
import { sentence } from "./rnn-whatif-felt.js";
import { Stage } from "./stage.js";

/** @typedef {import("./rnn-whatif-felt.js").Felt} Felt */

const [LEFT, RIGHT, BARS, UNDER, GAP, ABOVE, TOP] = [64, 6, 64, 20, 30, 16, 6]; // pixels: names, edge, bars, times, between map and bars, numbers over bars, over all
const [TALL, MOST] = [18, 216]; // of a row, and of all
const DECADES = 2; // more of them: a logarithmic scale
const FLOOR = 1e-9; // of the peak: no bar reaches so low
const NUMBERED = 38; // pixels of a column with room for a number

/** @param {HTMLElement} element */
export function create(element) {
  const describe = alternative(element);
  const stage = new Stage(element, { heights: [120, 480], draw });
  const cells = document.createElement("canvas");
  /** @type {{felt: Felt, H: number, time: number, unit: number} | null} */
  let now = null;
  const high = (/** @type {number} */ H) => Math.min(MOST, H * TALL);
  stage.heightFor = () => (now ? TOP + high(now.H) + GAP + BARS + UNDER + ABOVE : 260);

  function draw() {
    if (!now) return false;
    const { felt: { steps, difference, norms, changed }, H, time, unit } = now;
    const c = stage.clear(0);
    const { ink, ink2, rule, accent, card, positive, negative } = palette();
    const wide = (stage.width - LEFT - RIGHT) / steps;
    const tall = high(H) / H;
    const X = (/** @type {number} */ t) => LEFT + t * wide;
    const full = reach(difference);
    if (wide >= 6 && tall >= 6)
      for (let t = 0; t < steps; t++)
        for (let j = 0; j < H; j++) {
          const value = difference[t * H + j];
          c.fillStyle = mix(value < 0 ? negative : positive, card, Math.min(1, Math.abs(value) / full) * 0.85);
          c.beginPath();
          c.roundRect(X(t) + 1, TOP + j * tall + 1, wide - 2, tall - 2, 2);
          c.fill();
          c.strokeStyle = rule;
          c.lineWidth = 1;
          c.stroke();
        }
    else {
      paint(cells, steps, H, (j, t) => difference[t * H + j], full);
      c.imageSmoothingEnabled = false;
      c.drawImage(cells, LEFT, TOP, steps * wide, high(H));
    }
    const every = Math.ceil(14 / tall);
    for (let j = 0; j < H; j++)
      if (j % every === 0) text(c, `unit ${j + 1}`, LEFT - 8, TOP + (j + 0.5) * tall + 4, { align: "right", bold: j === unit, color: j === unit ? ink : ink2, halo: false });
    bars(c, { norms, X, wide, top: TOP + high(H) + GAP, ink, ink2, rule });
    const base = TOP + high(H) + GAP + ABOVE + BARS;
    const stride = Math.ceil((textWidth(c, "t99") + 6) / wide);
    for (let t = 0; t < steps; t++) {
      if (t % stride && t !== time) continue;
      if (t !== time && Math.abs(t - time) < stride && t !== 0 && stride > 1) continue;
      text(c, `t${t}`, X(t) + wide / 2, base + 14, { align: "center", bold: t === time, color: changed.includes(t) ? accent : t === time ? ink : ink2, halo: false });
    }
    return false;
  }

  /** @param {CanvasRenderingContext2D} c @param {{norms: number[], X: (t: number) => number, wide: number, top: number, ink: string, ink2: string, rule: string}} look */
  function bars(c, { norms, X, wide, top, ink, ink2, rule }) {
    const peak = Math.max(...norms, 0);
    const least = Math.max(FLOOR * peak, Math.min(...norms.filter((value) => value > 0)));
    const log = peak > 0 && Math.log10(peak / least) > DECADES;
    const [low, up] = [Math.floor(Math.log10(least) - 1e-9), Math.log10(peak)];
    const base = top + ABOVE + BARS;
    const tip = (/** @type {number} */ value) => (!(value > 0) || !(peak > 0) ? 0 : log ? Math.max(2, (BARS * (Math.log10(value) - low)) / (up - low || 1)) : Math.max(1, (BARS * value) / peak));
    text(c, "‖A − A′‖", LEFT - 8, top + ABOVE + 4, { align: "right", color: ink2, halo: false });
    if (log) text(c, "log scale", LEFT - 8, top + ABOVE + 18, { align: "right", color: ink2, halo: false });
    if (log) text(c, decadeText(10 ** low), LEFT - 8, base, { align: "right", color: ink2, halo: false });
    else text(c, "0", LEFT - 8, base, { align: "right", color: ink2, halo: false });
    c.fillStyle = rule;
    c.fillRect(LEFT, base, X(norms.length) - LEFT, 1);
    norms.forEach((value, t) => {
      const width = Math.min(40, Math.max(1, wide * 0.66));
      const x = X(t) + (wide - width) / 2;
      if (value > 0) {
        c.fillStyle = ink2;
        c.fillRect(x, base - tip(value), width, tip(value));
      } else {
        c.strokeStyle = ink2;
        c.lineWidth = 1;
        c.strokeRect(x + 0.5, base - 2.5, Math.max(1, width - 1), 2);
      }
      if (wide >= NUMBERED) text(c, num(value, 2), X(t) + wide / 2, base - Math.max(3, tip(value)) - 4, { align: "center", color: ink });
    });
  }

  return {
    /** @param {Felt} felt @param {import("./rnn-sequence.js").Sequence} s @param {boolean} resting */
    show(felt, { H, time, unit }, resting) {
      now = { felt, H, time, unit };
      stage.resize();
      stage.show();
      describe(() => `How far the states differ, unit by unit and step by step. ${sentence(felt).replace(/<[^>]+>/g, "")} ${felt.norms.map((value, t) => `t${t}: ${num(value, 2)}`).join(", ")}.`, resting);
    },
    resize: () => stage.resize(),
  };
}
