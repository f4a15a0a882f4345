/** Many to one: the symbols, words or bits in a row, what would be said if they ended earlier, and the class at the end. */
import * as bars from "./rnn-task-bars.js";
import * as grid from "./rnn-task-grid.js";
import { brief, said } from "./rnn-task-said.js";
import { visible } from "./symbols.js";
import { escaped } from "./columns.js";

/** @typedef {import("./rnn-sequence.js").Sequence} Sequence */

/** @param {HTMLElement} place @param {import("./rnn-task.js").Options} options @returns {import("./rnn-task.js").Draw} */
export function create(place, { choose }) {
  place.classList.add("with-bars");
  const table = grid.create(place, { label: "The sequence, step by step", choose });
  const answer = document.createElement("div");
  answer.className = "rnn-answer";
  const title = Object.assign(document.createElement("p"), { className: "sub" });
  answer.append(title);
  place.append(answer);
  const show = bars.create(answer);
  return (frame, s) => {
    const last = s.length - 1;
    const words = frame.config.task === "negation";
    const wanted = s.row("wanted", last)[0];
    table.element.classList.toggle("words", words);
    const what = words ? "word" : frame.config.task === "remember" ? "symbol" : "bit";
    table.show(s.T, [
      { id: what, name: what, kind: "symbols", cell: (t) => symbol(s, t) },
      { id: "said", name: "if it ended here", kind: "quiet", small: true, cell: (t) => {
        if (t > last) return { text: "", small: "", mark: "none" };
        const { text, k, p } = said(s, s.row("said", t));
        return { text, small: brief(p), mark: t < last ? "quiet" : k === wanted ? "good" : "wrong", link: `y-${t}-${k}` };
      } },
    ], s.time, last);
    title.textContent = `said at t${last}`;
    show(s.outputs, s.row("said", last), wanted, last);
    return sentence(s, last, wanted);
  };
}

/** What is read at a step. @param {Sequence} s @param {number} t @returns {grid.Cell} */
export function symbol(s, t) {
  if (t >= s.length) return { text: "", mark: "none" };
  const [value] = s.row("x", t);
  return { text: s.symbolic ? visible(s.inputs[value]) : String(value), link: s.symbolic ? `x-${t}-${value}` : `x-${t}-0` };
}

/** @param {Sequence} s @param {number} last @param {number} wanted */
function sentence(s, last, wanted) {
  const { text, k, p } = said(s, s.row("said", last));
  const first = `At t${last} it says <b>${escaped(text)}</b> with ${brief(p)}`;
  return k === wanted ? `${first}, and that is right.` : `${first}; right is ${escaped(visible(s.outputs[wanted]))}, of which it holds ${brief(s.row("said", last)[wanted])}.`;
}
