/** A small field at a weight's place, in which another value is typed: Enter sends it, Esc leaves, a refusal is told at it. */
import { editable, parse } from "../format.js";

/** @param {HTMLElement} element  the picture around it @param {{send: (name: string, value: number | string) => void, left: () => void}} on */
export function createField(element, { send, left }) {
  const box = document.createElement("div");
  box.className = "weight-field";
  box.hidden = true;
  const input = document.createElement("input");
  Object.assign(input, { className: "number", type: "text", inputMode: "text", autocomplete: "off", spellcheck: false });
  const said = document.createElement("p");
  said.className = "refusal";
  said.id = "weight-refused";
  said.setAttribute("role", "alert");
  const all = Object.assign(document.createElement("p"), { className: "all", hidden: true });
  all.id = "weight-in-all";
  input.setAttribute("aria-describedby", `${all.id} ${said.id}`);
  box.append(input, all, said);
  element.append(box);
  let name = "";
  let before = "";

  /** @param {{name: string, label: string, value: number | string, at: [number, number], width: number, race: string, sentence?: string}} asked  race: in which of several runs it is set */
  function open({ name: of, label, value, at: [x, y], width, race, sentence = "" }) {
    name = of;
    before = typeof value === "number" ? editable(value) : "";
    box.hidden = false;
    all.textContent = race;
    all.hidden = !race;
    input.value = typeof value === "number" ? before : value;
    input.setAttribute("aria-label", label);
    input.setAttribute("aria-invalid", String(sentence !== ""));
    said.textContent = sentence;
    const half = box.offsetWidth / 2;
    box.style.left = `${Math.max(half, Math.min(width - half, x))}px`;
    box.style.top = `${y}px`;
    input.focus({ preventScroll: true });
    input.select();
  }

  function close() {
    box.hidden = true;
    name = "";
  }

  /** @param {boolean} stays  the focus stays with the picture */
  function take(stays) {
    if (!name) return;
    const [of, typed] = [name, input.value.trim()];
    const value = parse(typed);
    if (value !== null) close(); // nonsense stays until the server has said what is wrong with it
    if (typed !== before) send(of, value ?? typed);
    if (stays && value !== null) left();
  }
  input.addEventListener("keydown", (event) => {
    event.stopPropagation(); // neither the picture's keys nor the player's
    if (event.key === "Enter") take(true);
    if (event.key === "Escape") {
      close();
      left();
    }
  });
  input.addEventListener("blur", () => {
    if (!name) return;
    if (parse(input.value) === null) close();
    else take(false);
  });
  return { open, close, get name() { return name; } };
}
