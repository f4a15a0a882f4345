/**
 * What goes in at a time step: a symbol, some numbers, or the pixels of a small picture.
 *
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 */
import { plain } from "../format.js";
import { say } from "../written.js";
import { make, set } from "./svg.js";
import { visible } from "./symbols.js";

const SIDE = 5; // pixels of a picture
const DOT = 8;

/** Whether each input is a pixel of such a picture. @param {Sequence} seq */
export const isFilm = ({ n, symbolic, inputs }) => !symbolic && n === SIDE * SIDE && inputs[0]?.startsWith("row ");

/** @param {Element} parent @param {import("./unrolled-plan.js").Plan} plan @param {number} x @param {number} t
 * @param {{n: number, symbolic: boolean, film: boolean}} net */
export function createInput(parent, plan, x, t, { n, symbolic, film }) {
  const [top, bottom] = plan.y.input;
  const many = symbolic || film ? 1 : Math.min(n, 4);
  const wide = film ? 46 : symbolic ? Math.min(plan.dx - 8, 84) : Math.max(36, many * 30 + 8);
  const frame = make("rect", { x: x - wide / 2, y: top, width: wide, height: bottom - top, rx: film ? 5 : 8, class: "in", "data-t": t }, parent);
  const cells = !symbolic && !film ? Array.from({ length: many }, (_, i) => make("rect", { x: x - many * 15 + i * 30 + 2, y: top + 4, width: 26, height: bottom - top - 8, rx: 4, class: "bit", "data-t": t, "data-link": `x-${t}-${i}` }, parent)) : [];
  const texts = film ? [] : Array.from({ length: many }, (_, i) => make("text", { x: x + (i - (many - 1) / 2) * 30, y: (top + bottom) / 2 + 5, class: "given" }, parent));
  const pixels = film ? make("path", { class: "pixels", transform: `translate(${x - (SIDE * DOT) / 2} ${top + (bottom - top - SIDE * DOT) / 2})` }, parent) : null;
  const field = film ? make("path", { class: "lines", d: lines(), transform: pixels?.getAttribute("transform") ?? "" }, parent) : null;

  /** @param {Sequence} seq @param {boolean} there */
  function update(seq, there) {
    const row = seq.row("x", t);
    if (pixels && field) {
      let d = "";
      if (there) for (let i = 0; i < row.length; i++) if (row[i]) d += `M${(i % SIDE) * DOT} ${Math.floor(i / SIDE) * DOT}h${DOT}v${DOT}h${-DOT}z`;
      set(pixels, "d", d);
      set(frame, "class", `in${d ? "" : " quiet"}`);
    } else if (symbolic) {
      set(frame, "class", `in${there ? "" : " quiet"}`);
      set(frame, "data-link", there ? `x-${t}-${row[0]}` : "");
      say(texts[0], there ? visible(seq.inputs[row[0]]) : "");
    } else texts.forEach((text, i) => say(text, there ? plain(row[i]) : ""));
    for (const cell of cells) set(cell, "visibility", there ? "inherit" : "hidden");
  }
  return { update };
}

function lines() {
  return Array.from({ length: SIDE - 1 }, (_, i) => `M${(i + 1) * DOT} 0v${SIDE * DOT}M0 ${(i + 1) * DOT}h${SIDE * DOT}`).join("");
}
