/** The unrolled network as a table for those who do not see it: a row for each time step, renewed where the run rests. */
import { num } from "../format.js";
import { counts, input, said } from "./unrolled-words.js";
import { brief } from "./brief.js";
import { length } from "./unrolled-numbers.js";

const HEADS = ["time step", "input", "output", "wanted", "loss", "‖∂L/∂A‖"];
const PATIENCE = 5000; // milliseconds, while it plays

/** @param {HTMLElement} element */
export function createTable(element) {
  const around = element.appendChild(document.createElement("div"));
  around.className = "visually-hidden";
  const table = around.appendChild(document.createElement("table"));
  table.createCaption().textContent = "The sequence, time step by time step";
  const head = table.createTHead().insertRow();
  for (const words of HEADS) head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: words }));
  const body = table.createTBody();
  let last = -Infinity;

  /** @param {import("./rnn-sequence.js").Sequence} seq @param {import("./unrolled-numbers.js").Errors} errors @param {string} task @param {boolean} playing */
  return (seq, errors, task, playing) => {
    const now = performance.now();
    if (playing && now - last < PATIENCE) return;
    last = now;
    while (body.rows.length > seq.T) body.deleteRow(-1);
    while (body.rows.length < seq.T) {
      const row = body.insertRow();
      row.append(Object.assign(document.createElement("th"), { scope: "row" }));
      for (let i = 1; i < HEADS.length; i++) row.insertCell();
    }
    for (let t = 0; t < seq.T; t++) {
      const asked = counts(seq, t);
      const { text, share, wanted, right } = said(seq, t, task);
      const cells = t >= seq.length ? [`t${t}`, "behind the end", "–", "–", "–", "–"]
        : [`t${t}`, input(seq, t), asked ? `${text}${share === null ? "" : `, ${brief(share)}`}` : "nothing", asked ? `${wanted}, ${right ? "right" : "wrong"}` : "–", asked ? num(seq.row("each", t)[0]) : "–", length(errors.all[t])];
      cells.forEach((words, i) => {
        const cell = body.rows[t].cells[i];
        if (cell.textContent !== words) cell.textContent = words;
      });
    }
  };
}
