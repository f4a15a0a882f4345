/**
 * One knob's field, as the server laid it out: slider and number field that stand for the same value, or a choice.
 * It reports what the student does and shows what is in force; it never shows over a value that is being touched.
 *
 * @typedef {import("./types.js").Knob} Knob
 * @typedef {import("./types.js").Value} Value
 * @typedef {(value: Value | Value[], held: boolean) => void} Report   held: still under the finger; a list: one for each run
 * @typedef {object} Field
 * @property {(value: Value, most: number | null) => void} show
 * @property {(sentence: string) => void} refuse            "" takes a refusal back
 * @property {(values: Value[] | null) => void} compare     runs side by side that differ in this knob: one value for each
 */
import { editable, parse, plain, words } from "./format.js";
import { scale } from "./slider.js";

/** @param {HTMLElement} part @param {Knob} knob @param {Report} report @returns {Field} */
export function knobField(part, knob, report) {
  const refusal = /** @type {HTMLElement} */ (part.querySelector(".refusal"));
  const inputs = /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */ (part.querySelectorAll("input, select"));
  const help = part.querySelector(".help");
  const question = part.querySelector(".what");
  question?.addEventListener("click", () => {
    const open = help?.classList.toggle("visually-hidden") === false;
    question.setAttribute("aria-expanded", String(open));
  });

  let fresh = false; // a refusal that has not been seen beside the value that stays

  /** @param {string} sentence */
  const refuse = (sentence) => {
    fresh = sentence !== "";
    if (refusal.textContent !== sentence) refusal.textContent = sentence;
    for (const input of inputs)
      if (sentence) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
  };
  /** @type {Report} */
  const tell = (value, held) => {
    refuse("");
    report(value, held);
  };
  const put = (knob.kind === "float" || knob.kind === "int" ? numeric : other)(part, knob, tell, refuse);
  /** @type {Value | undefined} */
  let known;
  /** @type {Field["show"]} */
  const show = (value, most) => {
    if (!fresh && known !== undefined && value !== known) refuse(""); // what it says of the value before is no longer true
    [fresh, known] = [false, value];
    put(value, most);
  };

  const lanes = /** @type {HTMLInputElement} */ (part.querySelector(".compared input"));
  /** @type {Value[]} */
  let compared = [];
  const list = () => compared.map((value) => (typeof value === "number" ? editable(value) : plain(value))).join(" · ");
  /** @param {Value[] | null} values */
  const compare = (values) => {
    part.classList.toggle("lanes", values !== null);
    /** @type {HTMLElement} */ (lanes.parentElement).hidden = values === null;
    compared = values ?? [];
    if (lanes !== document.activeElement) lanes.value = list();
  };
  lanes.addEventListener("change", () => {
    const values = lanes.value.split(/[\s·;]+/).filter(Boolean).map(parse);
    const low = knob.low ?? -Infinity;
    const high = knob.high ?? Infinity;
    if (values.length === compared.length && values.every((value) => value !== null && value >= low && value <= high))
      tell(/** @type {number[]} */ (values), false);
    else {
      lanes.value = list();
      refuse(`${compared.length} numbers from ${plain(knob.low)} to ${plain(knob.high)} belong here, with spaces between them.`);
    }
  });
  return { show, refuse, compare };
}

/** From 0 over decades: even lengths would put all that matters into the first hair's breadth. @param {Knob} knob */
function wide(knob) {
  return knob.kind === "float" && knob.low === 0 && (knob.high ?? 0) >= 100;
}

/** @param {HTMLElement} part @param {Knob} knob @param {Report} tell @param {(sentence: string) => void} refuse @returns {Field["show"]} */
function numeric(part, knob, tell, refuse) {
  const box = /** @type {HTMLInputElement} */ (part.querySelector("input.number"));
  const slider = /** @type {HTMLInputElement | null} */ (part.querySelector("input[type=range]"));
  const low = knob.low ?? 0;
  let high = knob.high ?? 1;
  let now = Number(knob.default);
  let held = false;
  let typing = false;
  const ruled = () => scale({ low, high, log: knob.scale === "log" || wide(knob), whole: knob.kind === "int" });
  let ruler = ruled();

  /** @param {number} value */
  const place = (value) => {
    if (!typing) box.value = editable(value);
    if (!slider) return;
    if (!held) slider.value = String(ruler.position(value));
    slider.style.setProperty("--v", `${(100 * Number(slider.value)) / ruler.notches}%`);
    slider.setAttribute("aria-valuetext", plain(value) + (knob.unit ? ` ${knob.unit}` : ""));
  };
  const measure = () => {
    ruler = ruled();
    if (!slider) return;
    slider.max = String(ruler.notches);
    const all = high !== knob.high; // there are so many
    const ticks = all ? [{ at: 0, text: plain(low) }, { at: 1, text: `${plain(high)} = all` }] : ruler.ticks;
    part.querySelector(".ticks")?.replaceChildren(
      ...ticks.map(({ at, text }) => {
        const tick = document.createElement("span");
        tick.style.setProperty("--at", String(at));
        tick.textContent = text;
        return tick;
      }),
    );
  };
  const commit = () => {
    if (!typing) return;
    typing = false;
    const value = parse(box.value);
    const inside = value !== null && value >= low && value <= high && (knob.kind === "float" || Number.isInteger(value));
    if (!inside) {
      refuse(`${words(knob.name)[0].toUpperCase()}${words(knob.name).slice(1)} is ${knob.kind === "int" ? "a whole number" : "a number"} from ${plain(low)} to ${plain(high)}; it stays at ${plain(now)}.`);
      place(now);
    } else if (value !== now) tell(value, false);
    else {
      refuse("");
      place(now);
    }
  };
  slider?.addEventListener("pointerdown", () => (held = true));
  for (const name of ["pointerup", "pointercancel", "blur"]) slider?.addEventListener(name, () => (held = false));
  slider?.addEventListener("input", () => {
    now = ruler.value(Number(slider.value));
    typing = false;
    place(now);
    tell(now, true);
  });
  slider?.addEventListener("change", () => tell(now, false));
  box.addEventListener("input", () => (typing = true));
  box.addEventListener("change", commit);
  box.addEventListener("blur", commit);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
    else if (event.key === "Escape" && typing) {
      typing = false;
      place(now);
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !event.altKey) {
      event.preventDefault();
      const by = event.key === "ArrowUp" ? 1 : -1;
      const next = slider ? ruler.value(Math.max(0, Math.min(ruler.notches, Math.round(ruler.position(now)) + by))) : now + by;
      typing = false;
      if (next >= low && next <= high) tell(next, false);
    }
  });
  measure();

  return (value, most) => {
    const top = Math.min(knob.high ?? 1, most ?? Infinity);
    if (top !== high) {
      high = top;
      measure();
    }
    if (held) return;
    now = Math.min(Number(value), high);
    place(now);
  };
}

/** Choices, switches and texts. @param {HTMLElement} part @param {Knob} knob @param {Report} tell @returns {Field["show"]} */
function other(part, knob, tell) {
  const inputs = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...part.querySelectorAll("select, input:not([type=file], .compared input)")]);
  for (const input of inputs)
    input.addEventListener("change", () => tell(input instanceof HTMLInputElement && input.type === "checkbox" ? input.checked : input.value, false));
  return (value) => {
    for (const input of inputs)
      if (input instanceof HTMLInputElement && input.type === "radio") input.checked = input.value === value;
      else if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = Boolean(value);
      else if (input !== document.activeElement || input instanceof HTMLSelectElement) input.value = String(value);
  };
}
