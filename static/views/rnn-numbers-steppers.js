/** Which time step and which unit the numbers are of: each with a way to the one before and the next, and a field. */
import { parse } from "../format.js";

/** @param {string} label @param {{first: number, say: (n: number) => string, choose: (n: number) => void}} how  first: what the first is called */
export function stepper(label, { first, say, choose }) {
  const element = Object.assign(document.createElement("div"), { className: "sample" });
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
  const name = Object.assign(document.createElement("span"), { textContent: label });
  const field = Object.assign(document.createElement("input"), { className: "number", autocomplete: "off", inputMode: "numeric" });
  field.setAttribute("aria-label", label);
  const of = document.createElement("span");
  const [before, next] = [-1, 1].map((way) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: way < 0 ? "‹" : "›" });
    button.setAttribute("aria-label", way < 0 ? `${label} before` : `Next ${label.toLowerCase()}`);
    button.addEventListener("click", () => go(asked + way));
    return button;
  });
  element.append(name, before, field, next, of);
  let [count, asked, shown] = [1, 0, -1];

  /** @param {number} n */
  function go(n) {
    const to = Math.max(0, Math.min(count - 1, n));
    if (to === asked) return write();
    asked = to;
    write();
    choose(to);
  }
  function write() {
    const text = String(asked + first);
    if (document.activeElement !== field || shown !== asked) field.value = text;
    shown = asked;
    field.setAttribute("aria-invalid", "false");
    for (const [button, end] of /** @type {[HTMLButtonElement, number][]} */ ([[before, 0], [next, count - 1]])) button.setAttribute("aria-disabled", String(asked === end));
    const said = say(count);
    if (of.textContent !== said) of.textContent = said;
  }
  field.addEventListener("change", () => {
    const typed = parse(field.value);
    const fits = typed !== null && Number.isInteger(typed) && typed >= first && typed < count + first;
    field.setAttribute("aria-invalid", String(!fits));
    if (fits) go(typed - first);
  });

  /** @param {number} n @param {number} all */
  function update(n, all) {
    if (n === asked && all === count && shown === n) return;
    [asked, count] = [n, all];
    write();
  }
  return { element, update };
}
