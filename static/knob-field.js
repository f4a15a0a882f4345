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
import { clamp } from "./clamp.js";
import { plain } from "./format.js";
import { offer } from "./hand-in.js";
import { apart, range, refusal as refusalOf, said, spelled, takes, understood } from "./knob-words.js";
import { scale } from "./slider.js";

/** Keys that go to the next value, and which way. @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
/** @type {Record<string, number>} */
const LEAPS = { ...STEPS, PageUp: 1, PageDown: -1 };

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

  const place = /** @type {HTMLElement} */ (part.querySelector(".compared"));
  const lanes = place.querySelector("input"); // where each may be changed; else there is only a text
  const each = place.querySelector(".each");
  /** @type {Value[]} */
  let compared = [];
  const word = (/** @type {Value} */ value) => knob.choices.find((choice) => choice.value === value)?.label ?? said(knob, value);
  const list = () => compared.map(apart(compared, (value) => (typeof value === "number" ? spelled(knob, value) : word(value)))).join(" · ");
  /** @param {Value[] | null} values */
  const compare = (values) => {
    part.classList.toggle("lanes", values !== null);
    place.hidden = values === null;
    compared = values ?? [];
    if (lanes && lanes !== document.activeElement) lanes.value = list();
    if (each) each.textContent = list();
  };
  lanes?.addEventListener("change", () => {
    const values = lanes.value.split(/[\s·;]+/).filter(Boolean).map((text) => understood(knob, text));
    const most = knob.high ?? Infinity;
    if (values.length === compared.length && values.every((value) => takes(knob, value, most))) tell(/** @type {number[]} */ (values), false);
    else {
      lanes.value = list();
      refuse(`Here belong ${compared.length} values with spaces between them, each ${range(knob, most)}. They stay as they are.`);
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
  const [low, high] = [knob.low ?? 0, knob.high ?? 1];
  let most = high; // of a number of samples: as many as there are
  let [from, to] = knob.slider ?? [low, high]; // where the slider begins and ends; a value may lie beyond
  let now = Number(knob.default);
  let held = false;
  let typing = false;
  const ruled = () => scale({ low: from, high: to, log: knob.scale === "log" || wide(knob), whole: knob.kind === "int" });
  let ruler = ruled();

  /** @param {number} value */
  const place = (value) => {
    if (!typing) box.value = spelled(knob, value);
    if (!slider) return;
    if (!held) slider.value = String(ruler.position(value));
    slider.style.setProperty("--v", `${(100 * Number(slider.value)) / ruler.notches}%`);
    slider.setAttribute("aria-valuetext", plain(value) + (value === 0 && knob.zero ? `, ${knob.zero}` : "") + (knob.unit ? ` ${knob.unit}` : ""));
  };
  const measure = () => {
    ruler = ruled();
    if (!slider) return;
    slider.max = String(ruler.notches);
    const all = knob.top && to < high; // there are so many
    const ticks = all ? [{ at: 0, text: plain(from) }, { at: 1, text: `${plain(to)} = ${knob.top}` }] : ruler.ticks;
    const none = knob.zero && ticks[0]?.text === "0"; // a word, where a number has room for three
    part.querySelector(".ticks")?.replaceChildren(
      ...ticks.filter(({ at }) => !none || at === 0 || at > 0.4).map(({ at, text }) => {
        const tick = document.createElement("span");
        tick.style.setProperty("--at", String(at));
        tick.textContent = at === 1 ? `${text} ${knob.unit}`.trim() : at === 0 && none ? knob.zero : text;
        return tick;
      }),
    );
  };
  /** The next value: of the slider's, if there is one. From beyond its ends this is the end, and none is farther out.
   * @param {number} by 1 or −1 */
  const next = (by) => {
    if (!slider) return now + by;
    const end = clamp(now, from, to);
    if (end !== now) return end > now === by > 0 ? end : now;
    for (let notch = Math.round(ruler.position(now)) + by; notch >= 0 && notch <= ruler.notches; notch += by)
      if (ruler.value(notch) > now === by > 0 && ruler.value(notch) !== now) return ruler.value(notch); // some share a rounded value
    return now;
  };
  /** @param {KeyboardEvent} event @param {number} by */
  const go = (event, by) => {
    event.preventDefault();
    typing = false;
    const value = next(by);
    const moved = value !== now && takes(knob, value, most);
    if (moved) now = value;
    place(now);
    if (moved) tell(now, false);
  };
  const commit = () => {
    if (!typing) return;
    typing = false;
    const value = understood(knob, box.value);
    if (!takes(knob, value, most)) {
      refuse(refusalOf(knob, box.value, most, now));
      place(now);
    } else if (Math.min(value, most) !== now) tell(value, false);
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
  slider?.addEventListener("keydown", (event) => {
    const beyond = clamp(now, from, to) !== now; // a browser's own leap counts from the thumb, which stands at the end
    const by = (beyond ? LEAPS : STEPS)[event.key];
    if (by && !event.altKey && !event.ctrlKey && !event.metaKey) go(event, by);
  });
  box.addEventListener("input", () => (typing = true));
  box.addEventListener("change", commit);
  box.addEventListener("blur", commit);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
    else if (event.key === "Escape" && typing) {
      typing = false;
      place(now);
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !event.altKey) go(event, STEPS[event.key]);
  });
  measure();

  return (value, size) => {
    const top = Math.min(high, size ?? high);
    if (top !== most) {
      most = top;
      if (size !== null) to = top;
      measure();
    }
    if (held) return;
    now = Math.min(Number(value), most);
    place(now);
  };
}

/** Choices, with what the chosen one is, switches and texts. @param {HTMLElement} part @param {Knob} knob @param {Report} tell @returns {Field["show"]} */
function other(part, knob, tell) {
  const inputs = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...part.querySelectorAll("select, input:not([type=file], .compared input)")]);
  const chosen = part.querySelector(".chosen");
  const list = part.querySelector("select");
  for (const input of inputs)
    input.addEventListener("change", () => tell(input instanceof HTMLInputElement && input.type === "checkbox" ? input.checked : input.value, false));
  return (value) => {
    const choice = knob.choices.find((one) => one.value === value);
    const own = list && knob.data && !choice ? offer(list, String(value), `Your ${knob.data}`) : null;
    const help = choice?.help ?? own?.dataset.about ?? "";
    if (chosen && chosen.textContent !== help) chosen.textContent = help;
    for (const input of inputs)
      if (input instanceof HTMLInputElement && input.type === "radio") input.checked = input.value === value;
      else if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = Boolean(value);
      else if (input !== document.activeElement || input instanceof HTMLSelectElement) input.value = String(value);
  };
}
