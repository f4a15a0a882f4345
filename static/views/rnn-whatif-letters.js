/** Characters to be written: those of the passage, or others that the network knows. */
import { charactersOf } from "./rnn-whatif-spelling.js";
import { throttle } from "../throttle.js";

const ASKED = 200; // milliseconds between two wishes while somebody types

/** @param {HTMLElement} place @param {import("./rnn-whatif-inputs.js").Change} change @returns {import("./rnn-whatif-inputs.js").Show} */
export function create(place, change) {
  const label = Object.assign(document.createElement("label"), { className: "rnn-letters", textContent: "The characters that it reads" });
  const field = Object.assign(document.createElement("textarea"), { className: "text", rows: 2, spellcheck: false, dir: "auto", autocapitalize: "off" });
  const refusal = Object.assign(document.createElement("p"), { className: "refusal", id: "whatif-letters-refused" });
  refusal.setAttribute("role", "alert");
  field.setAttribute("aria-describedby", refusal.id);
  label.append(field);
  place.append(label, refusal);
  /** @type {import("./rnn-sequence.js").Sequence | null} */
  let s = null;
  const send = throttle(ASKED, change);
  field.addEventListener("input", () => {
    if (!s) return;
    const { ids, wrong } = charactersOf(field.value, s.inputs, s.T);
    refusal.textContent = wrong;
    field.setAttribute("aria-invalid", String(wrong !== ""));
    if (wrong) send.cancel();
    else send(ids);
  });

  return (sequence, values) => {
    s = sequence;
    const text = values.map((id) => s?.inputs[id] ?? "").map((letter) => (letter === "↵" ? "\n" : letter)).join("");
    if (document.activeElement === field) return;
    if (field.value !== text) field.value = text;
    refusal.textContent = "";
    field.removeAttribute("aria-invalid");
  };
}
