/** Bits to be turned over: a row for each input, a column for each time step. */
import { decimal } from "./rnn-task-sum.js";
import { rove } from "./rnn-task-rove.js";
import { sideways } from "./sideways.js";
import { say } from "../written.js";

/** @typedef {import("./rnn-whatif-inputs.js").Change} Change */

/** @param {HTMLElement} place @param {Change} change @returns {import("./rnn-whatif-inputs.js").Show} */
export function create(place, change) {
  const scroll = document.createElement("div");
  scroll.className = "rnn-scroll";
  const table = Object.assign(document.createElement("table"), { className: "rnn-grid rnn-edit" });
  scroll.append(table);
  place.append(scroll);
  sideways(scroll, "The bits");
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  /** @type {HTMLElement[]} */
  let heads = [];
  /** @type {number[]} */
  let now = [];
  let made = "";
  let T = 1;
  rove(table, "button.bit", () => T);
  table.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("button.bit")) : null;
    if (button) change(now.map((bit, at) => (at === Number(button.dataset.at) ? 1 - bit : bit)));
  });

  return (s, values, before) => {
    now = values;
    const key = `${s.T} ${s.inputs.join()}`;
    if (key !== made) {
      made = key;
      T = s.T;
      table.replaceChildren();
      const top = table.createTHead().insertRow();
      top.append(document.createElement("td"));
      for (let t = 0; t < T; t++) top.append(Object.assign(document.createElement("th"), { scope: "col", textContent: `t${t}` }));
      buttons = [];
      const body = table.createTBody();
      heads = s.inputs.map((name, i) => {
        const line = body.insertRow();
        const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name });
        line.append(head);
        for (let t = 0; t < T; t++) {
          const button = Object.assign(document.createElement("button"), { type: "button", className: "bit", tabIndex: buttons.length ? -1 : 0 });
          button.dataset.at = String(t * s.n + i);
          button.dataset.name = `${name}, t${t}`;
          line.insertCell().append(button);
          buttons.push(button);
        }
        return head;
      });
    }
    for (const button of buttons) {
      const at = Number(button.dataset.at);
      const bit = String(Math.round(values[at]));
      say(button, bit);
      button.setAttribute("aria-label", `${button.dataset.name}: ${bit}`);
      button.setAttribute("aria-pressed", String(bit === "1"));
      button.classList.toggle("changed", values[at] !== before[at]);
    }
    heads.forEach((head, i) => say(head, s.n === 1 ? s.inputs[i] : `${i ? "+ " : ""}${decimal(values.filter((_, at) => at % s.n === i))}`));
  };
}
