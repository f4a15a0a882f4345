/** Numbers to be written, one for each time step. */
import { editable, parse } from "../format.js";
import { sideways } from "./sideways.js";

const MOST = 1e6;

/** @param {HTMLElement} place @param {import("./rnn-whatif-inputs.js").Change} change @returns {import("./rnn-whatif-inputs.js").Show} */
export function create(place, change) {
  const list = document.createElement("ol");
  list.className = "rnn-chips";
  const refusal = Object.assign(document.createElement("p"), { className: "refusal", id: "whatif-number-refused" });
  refusal.setAttribute("role", "alert");
  place.append(list, refusal);
  sideways(list, "The numbers");
  /** @type {HTMLInputElement[]} */
  let fields = [];
  /** @type {number[]} */
  let now = [];
  list.addEventListener("change", ({ target }) => {
    const at = fields.indexOf(/** @type {HTMLInputElement} */ (target));
    if (at < 0) return;
    const value = parse(fields[at].value);
    const wrong = value === null ? `t${at}: “${fields[at].value.slice(0, 20)}” is no number.` : Math.abs(value) > MOST ? `t${at}: a number within ±1 000 000.` : "";
    refusal.textContent = wrong;
    fields[at].setAttribute("aria-invalid", String(wrong !== ""));
    if (!wrong && value !== null) change(now.map((one, t) => (t === at ? value : one)));
  });

  return (s, values, before) => {
    now = values;
    if (fields.length !== values.length) {
      fields = values.map((_, t) => {
        const field = Object.assign(document.createElement("input"), { type: "text", className: "number", inputMode: "decimal", autocomplete: "off" });
        field.setAttribute("aria-label", `t${t}`);
        field.setAttribute("aria-describedby", refusal.id);
        return field;
      });
      list.replaceChildren(...fields.map((field, t) => {
        const item = document.createElement("li");
        item.append(Object.assign(document.createElement("span"), { className: "sub", textContent: `t${t}` }), field);
        return item;
      }));
    }
    fields.forEach((field, t) => {
      if (field !== document.activeElement && field.getAttribute("aria-invalid") !== "true") field.value = editable(values[t]);
      field.classList.toggle("changed", values[t] !== before[t]);
    });
  };
}
