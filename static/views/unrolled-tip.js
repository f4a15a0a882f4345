/** The dark box beside a unit of the unrolled network: its numbers at a time step, where a cell has no room for them. */
import { put } from "../written.js";
import { brief } from "./brief.js";
import { html } from "./letters.js";
import { length } from "./unrolled-numbers.js";

/** @param {HTMLElement} element  the picture around it */
export function createTip(element) {
  const tip = element.appendChild(document.createElement("div"));
  tip.className = "tip sum";
  tip.hidden = true;

  /** @param {import("./rnn-sequence.js").Sequence | null} seq @param {{t: number, j: number} | null} at @param {DOMRect | null} place  in the window
   * @param {boolean} backward */
  return (seq, at, place, backward) => {
    tip.hidden = !seq || !at || !place || at.j >= seq.H;
    if (!seq || !at || !place || tip.hidden) return;
    const { t, j } = at;
    const lines = [`unit ${j + 1} at t${t}`, `{A_${t}} = ${brief(seq.row("a", t + 1)[j])}`];
    if (seq.has("c")) lines.push(`{c_${t}} = ${brief(seq.row("c", t + 1)[j])}`);
    if (backward) lines.push(`∂{L}/∂{A_${t}} = ${signed(seq.row("da", t)[j])}`);
    put(tip, lines.map((line, i) => `<div${i === 0 ? ' class="head"' : ""}>${html(line)}</div>`).join("")); // numbers only: nothing to escape
    const around = element.getBoundingClientRect();
    const [x, y] = [place.right - around.left + 8, place.top - around.top - 8];
    const left = x + tip.offsetWidth > around.width ? place.left - around.left - tip.offsetWidth - 8 : x;
    tip.style.transform = `translate(${Math.round(Math.max(0, left))}px, ${Math.round(Math.max(0, y))}px)`;
  };
}

/** @param {number} x */
const signed = (x) => (x < 0 ? `−${length(-x)}` : length(x));
