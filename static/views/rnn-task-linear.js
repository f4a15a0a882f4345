/** Two weights: bits that are added up, the gradient at each step, and sliders with which it grows or vanishes. */
import { num, plain } from "../format.js";
import { norm } from "./rnn-sequence.js";
import * as grid from "./rnn-task-grid.js";
import * as weights from "./rnn-task-weights.js";

/** @typedef {import("./rnn-sequence.js").Sequence} Sequence */

/** @param {HTMLElement} place @param {import("./rnn-task.js").Options} options @returns {import("./rnn-task.js").Draw} */
export function create(place, { actions, choose, surface }) {
  place.classList.add("with-weights");
  const table = grid.create(place, { label: "The bits, what is said of them, and the gradient", choose });
  table.element.classList.add("numbers");
  const sliders = weights.create(place, { actions, surface });
  return (frame, s) => {
    const last = s.T - 1;
    const [wanted] = s.row("wanted", last);
    const near = Math.abs(s.row("said", last)[0] - wanted) < 0.5;
    table.show(s.T, [
      { id: "x", name: "input", kind: "symbols", cell: (t) => ({ text: plain(s.row("x", t)[0]), link: `x-${t}-0` }) },
      { id: "said", name: "network says", cell: (t) => ({ text: short(s.row("said", t)[0]), mark: t < last ? "quiet" : near ? "good" : "wrong", link: `y-${t}-0` }) },
      { id: "right", name: "right", kind: "quiet", cell: (t) => ({ text: t < last ? "" : plain(wanted) }) },
      { id: "da", name: s.H === 1 ? "∂<var>L</var>/∂<var>A</var>" : "‖∂<var>L</var>/∂<var>A</var>‖", kind: "gradient", cell: (t) => {
        const row = s.row("da", t);
        return { text: short(row.length === 1 ? row[0] : norm(row)), link: row.length === 1 ? `da-${t}-0` : "" };
      } },
    ], s.time);
    sliders(frame, s);
    return sentence(s, wanted);
  };
}

/** In a narrow column. @param {number} x */
function short(x) {
  return num(x, 2);
}

/** @param {Sequence} s @param {number} wanted */
function sentence(s, wanted) {
  const last = s.T - 1;
  const [first, end] = [norm(s.row("da", 0)), norm(s.row("da", last))];
  const way = !(end > 0) ? "" : first > 1.05 * end ? ` On its way back the gradient grows ${times(first / end)}.` : first < 0.95 * end ? ` On its way back the gradient shrinks ${times(end / first)}.` : " On its way back the gradient keeps its size.";
  return `The sum is ${plain(wanted)}; it says <b>${num(s.row("said", last)[0])}</b>.${way}`;
}

/** @param {number} factor */
function times(factor) {
  return Number.isFinite(factor) ? `${num(factor, 2)}\u2011fold` : "to nothing";
}
