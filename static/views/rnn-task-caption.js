/** One to many: the picture, seen once, and its caption as the words come. */
import * as grid from "./rnn-task-grid.js";
import { picture } from "./rnn-task-pixels.js";
import { brief, isRight, rightly, said } from "./rnn-task-said.js";

/** @param {HTMLElement} place @param {import("./rnn-task.js").Options} options @returns {import("./rnn-task.js").Draw} */
export function create(place, { choose }) {
  place.classList.add("with-picture");
  const seen = picture("the picture at t0");
  place.append(seen.element);
  const table = grid.create(place, { label: "The caption, word by word", choose });
  table.element.classList.add("words");
  return (_, s) => {
    seen.show(s.row("x", 0));
    const inside = (/** @type {number} */ t) => t < s.length;
    table.show(s.T, [
      { id: "said", name: "network says", kind: "symbols", small: true, cell: (t) => {
        if (!inside(t)) return { text: "", small: "", mark: "none" };
        const { text, k, p } = said(s, s.row("said", t));
        return { text, small: brief(p), mark: isRight(s, s.row("said", t), s.row("wanted", t)) ? "good" : "wrong", link: `y-${t}-${k}` };
      } },
      { id: "right", name: "right", kind: "quiet", cell: (t) => ({ text: inside(t) ? rightly(s, s.row("wanted", t)) : "" }) },
    ], s.time);
    return sentence(s);
  };
}

/** @param {import("./rnn-sequence.js").Sequence} s */
function sentence(s) {
  const steps = Array.from({ length: s.length }, (_, t) => t);
  const told = steps.map((t) => said(s, s.row("said", t)));
  const wrong = steps.filter((t) => !isRight(s, s.row("said", t), s.row("wanted", t)));
  const whole = `“${told.map(({ text }) => text).join(" ").replace(/ \.$/, ".")}”`;
  if (!wrong.length) return `It says ${whole}, and every word is right.`;
  const [t] = wrong;
  return `It says ${whole}${whole.endsWith(".”") ? "" : "."} At t${t} right would be <b>${rightly(s, s.row("wanted", t))}</b>, not ${told[t].text} (${brief(told[t].p)}).`;
}
