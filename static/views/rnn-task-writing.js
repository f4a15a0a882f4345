/** Text that the network writes: each character that it says is its next input. With what it begins, and how boldly it chooses. */
import { plain } from "../format.js";
import { throttle } from "../throttle.js";
import { say } from "../written.js";
import { passedOver } from "./rnn-whatif-spelling.js";
import { read } from "./words.js";

/** @typedef {import("../types.js").Frame} Frame */

const READ = 1500; // milliseconds between two texts while it plays: each can be read
const ASKED = 120; // between two wishes of a slider that is dragged
const [USUAL, MOST] = [0.5, 2];
const PARTS = `<div class="tools"><label>begins with <input class="text" type="text" data-part="start" maxlength="160" autocomplete="off" autocapitalize="off" spellcheck="false" dir="auto"></label>
<label>temperature <input type="range" data-part="temperature" min="0" max="${MOST}" step="0.05"><output class="t"></output></label></div>
<pre class="rnn-text" dir="auto" lang="" tabindex="0" role="region" aria-label="What it writes"><b></b><span></span></pre><p class="note" data-part="of"></p>`;

/** @param {HTMLElement} place @param {import("./rnn-task.js").Options} options @returns {(frame: Frame) => void} */
export function create(place, { actions }) {
  const box = document.createElement("div");
  box.className = "rnn-writing";
  box.innerHTML = PARTS;
  place.append(box);
  const find = (/** @type {string} */ selector) => /** @type {any} */ (box.querySelector(selector));
  const start = /** @type {HTMLInputElement} */ (find("[data-part=start]"));
  const slider = /** @type {HTMLInputElement} */ (find("[data-part=temperature]"));
  const [heat, first, rest, note] = ["output", "pre b", "pre span", "[data-part=of]"].map(find);
  /** @type {Frame | null} */
  let frame = null;
  let asked = { temperature: USUAL, start: "" }; // the text that is shown was made with
  const look = throttle(ASKED, () => actions.look({ temperature: Number(slider.value), start: start.value || undefined }));
  const show = throttle(READ, draw);

  const place_ = () => {
    slider.style.setProperty("--v", `${(100 * Number(slider.value)) / MOST}%`);
    const told = `${Number(slider.value).toFixed(2)}`;
    if (heat.textContent !== told) heat.textContent = told;
    slider.setAttribute("aria-valuetext", plain(Number(slider.value)));
  };
  for (const input of [start, slider])
    input.addEventListener("input", () => {
      place_();
      look();
    });

  function draw() {
    const letters = frame?.arrays.generated?.data;
    if (!frame || !letters) return;
    let text = "";
    for (const letter of letters) text += String.fromCodePoint(letter);
    const began = text.startsWith(asked.start) ? asked.start : "";
    say(first, began);
    say(rest, text.slice(began.length));
    const step = frame.scalars.picture;
    const strange = frame.arrays.inputs ? passedOver(asked.start, read(frame.arrays.inputs)) : "";
    say(note, `What it writes after ${step === 1 ? "one update" : `${plain(step)} updates`}: each character that it says is its next input. ${Number(slider.value) === 0 ? "It always takes what is likeliest." : "Higher temperature: bolder."}${strange && ` ${strange}`}`);
  }

  return (next) => {
    frame = next;
    const { temperature = USUAL, start: begins = "" } = next.look;
    asked = { temperature: Number(temperature), start: String(begins) };
    if (document.activeElement !== start) start.value = asked.start;
    if (document.activeElement !== slider) slider.value = String(asked.temperature);
    place_();
    show();
    if (!next.playing) show.flush();
  };
}
