/** The training error of the lecture: three predictions to drag, each squared error drawn as a square, and their mean. */
import { clamp } from "../clamp.js";
import { num } from "../format.js";
import * as link from "../link.js";
import { make } from "./svg.js";

const WANTED = [10, 9, 6];
const LECTURE = [6, 7, 9];
const [LOW, HIGH] = [0, 12];
const [COARSE, FINE] = [0.5, 0.1]; // what a pointer and the arrow keys go by, and with Shift
const [FIRST, GAP] = [1.6, 1.9]; // before the first sample, and between them, in units of y
const [LEFT, TOP, BOTTOM, NARROW] = [26, 12, 28, 520]; // pixels
const MEAN = 3; // where the mean stands among the samples

/** @param {HTMLElement} element @returns {import("../types.js").View} */
export function create(element) {
  const guesses = [...LECTURE];
  element.classList.add("squares");
  const svg = make("svg", { role: "group", "aria-label": "Three predictions, what is wanted, and the squared errors" });
  const side = Object.assign(document.createElement("div"), { className: "sum" });
  const back = Object.assign(document.createElement("button"), { className: "ghost", textContent: "Back to the lecture’s numbers" });
  const sum = Object.assign(document.createElement("div"), { className: "lines" });
  const note = Object.assign(document.createElement("p"), { className: "note" });
  side.append(sum, note, back);
  element.append(svg, side);
  const axis = make("g", {});
  const samples = WANTED.map((_, i) => sample(i));
  const mean = { square: make("rect", { class: "mean", "data-link": "mean" }), name: make("text", { class: "number" }), under: make("text", { class: "under" }) };
  svg.append(axis, ...samples.flatMap(({ parts }) => parts), mean.square, mean.name, mean.under);
  let [width, unit] = [0, 10];

  /** What one sample is drawn with. @param {number} i */
  function sample(i) {
    const square = make("rect", { class: "square", "data-link": `square-${i}` });
    const error = make("line", { class: "error" });
    const wanted = make("circle", { class: "wanted", r: 6, "data-link": `wanted-${i}` });
    const number = make("text", { class: "number" });
    const under = make("text", { class: "under" });
    const guessed = make("text", { class: "guessed" });
    const aim = make("text", { class: "aim-number" });
    const handle = make("g", { class: "guess", role: "slider", tabindex: 0, "data-link": `guess-${i}`, "aria-label": `Prediction for sample ${i + 1}`,
      "aria-orientation": "vertical", "aria-valuemin": LOW, "aria-valuemax": HIGH });
    handle.append(make("circle", { class: "reach", r: 15 }), make("circle", { class: "dot", r: 8 }));
    handle.addEventListener("keydown", (event) => key(/** @type {KeyboardEvent} */ (event), i));
    handle.addEventListener("pointerdown", (event) => {
      const pointer = /** @type {PointerEvent} */ (event);
      if (pointer.button) return;
      pointer.preventDefault();
      handle.setPointerCapture(pointer.pointerId);
      handle.focus({ preventScroll: true });
      const [from, was] = [pointer.clientY, guesses[i]];
      const move = (/** @type {Event} */ moved) => set(i, was - (/** @type {PointerEvent} */ (moved).clientY - from) / unit, COARSE);
      handle.addEventListener("pointermove", move);
      for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, () => handle.removeEventListener("pointermove", move), { once: true });
    });
    return { square, error, wanted, number, under, guessed, aim, handle, parts: [square, error, wanted, number, under, guessed, aim, handle] };
  }

  /** @param {KeyboardEvent} event @param {number} i */
  function key(event, i) {
    const step = event.shiftKey ? FINE : COARSE;
    const way = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step, PageUp: 1, PageDown: -1, Home: LOW - HIGH, End: HIGH - LOW }[event.key];
    if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    set(i, guesses[i] + way, event.shiftKey ? FINE : 0);
  }

  /** @param {number} i @param {number} value @param {number} snap */
  function set(i, value, snap) {
    const near = clamp(snap ? Math.round(value / snap) * snap : value, LOW, HIGH);
    const next = Math.round(10 * near) / 10;
    if (next === guesses[i]) return;
    guesses[i] = next;
    draw();
  }

  function draw() {
    place();
    tell();
  }

  /** The picture: one unit is as long sideways as upwards, so that squares are squares. Where it is narrow, in two lines. */
  function place() {
    if (!width) return;
    const lines = width < NARROW ? [[0, 1], [2, MEAN]] : [[0, 1, 2, MEAN]];
    const room = (/** @type {number} */ i) => (i === MEAN ? 4.5 : Math.max(WANTED[i] - LOW, HIGH - WANTED[i]) + GAP);
    const across = Math.max(...lines.map((line) => line.reduce((all, i) => all + room(i), FIRST)));
    unit = Math.min(22, (width - LEFT - 18) / across);
    const tall = TOP + unit * (HIGH - LOW) + BOTTOM;
    put(svg, { viewBox: `0 0 ${width} ${tall * lines.length}`, height: tall * lines.length });
    axis.replaceChildren();
    lines.forEach((line, k) => {
      const Y = (/** @type {number} */ y) => k * tall + TOP + unit * (HIGH - y);
      for (const y of [0, 3, 6, 9, 12]) {
        const name = make("text", { class: "tick", x: LEFT - 6, y: Y(y) + 4, "text-anchor": "end" });
        name.textContent = String(y);
        axis.append(make("line", { class: "rule", x1: LEFT, x2: width - 2, y1: Y(y), y2: Y(y) }), name);
      }
      let x = LEFT + Math.max(FIRST * unit, 32);
      for (const i of line) {
        if (i === MEAN) placeMean(x, Y);
        else placeSample(i, x, Y);
        x += unit * room(i);
      }
    });
  }

  /** @param {number} i @param {number} x @param {(y: number) => number} Y */
  function placeSample(i, x, Y) {
    const { square, error, wanted, number, under, guessed, aim, handle } = samples[i];
    const y = WANTED[i];
    const [low, high] = [Math.min(y, guesses[i]), Math.max(y, guesses[i])];
    const length = unit * (high - low);
    put(square, { x, y: Y(high), width: length, height: length });
    put(error, { x1: x, x2: x, y1: Y(low), y2: Y(high) });
    put(wanted, { cx: x, cy: Y(y) });
    number.textContent = exact((high - low) ** 2);
    inside(number, x, Y((low + high) / 2), length, 9 * number.textContent.length + 6);
    put(under, { x: x - 4, y: Y(LOW) + 20 });
    under.textContent = `sample ${i + 1}`;
    put(handle, { transform: `translate(${x} ${Y(guesses[i])})`, "aria-valuenow": guesses[i], "aria-valuetext": `${exact(guesses[i])}, wanted ${y}, squared error ${exact((guesses[i] - y) ** 2)}` });
    put(guessed, { x: x - 12, y: Y(guesses[i]) + 5, "text-anchor": "end" });
    guessed.textContent = exact(guesses[i]);
    put(aim, { x: x - 11, y: Y(y) + 5, "text-anchor": "end", visibility: length > 16 ? "visible" : "hidden" });
    aim.textContent = String(y);
  }

  /** A square as large as the three are on average. @param {number} x @param {(y: number) => number} Y */
  function placeMean(x, Y) {
    const root = Math.sqrt(total() / WANTED.length);
    put(mean.square, { x, y: Y(root), width: unit * root, height: unit * root });
    mean.name.textContent = num(total() / WANTED.length);
    inside(mean.name, x, Y(root / 2), unit * root, 40);
    put(mean.under, { x, y: Y(LOW) + 20 });
    mean.under.textContent = "mean";
  }

  /** An area's number within its square, or beside it where it is too small. @param {SVGElement} number @param {number} x
   * @param {number} y  its middle @param {number} length @param {number} needed */
  function inside(number, x, y, length, needed) {
    const fits = length >= needed;
    put(number, { x: fits ? x + length / 2 : x + length + 12, y: y + 5, "text-anchor": fits ? "middle" : "start" });
  }

  function total() {
    return WANTED.reduce((all, y, i) => all + Math.round(100 * (guesses[i] - y) ** 2), 0) / 100; // tenths, squared, are hundredths
  }

  /** The sum, from the errors to their mean. */
  function tell() {
    const errors = WANTED.map((y, i) => `(<span class="guessed" data-link="guess-${i}">${exact(guesses[i])}</span> − <span data-link="wanted-${i}">${y}</span>)²`);
    const squares = WANTED.map((y, i) => `<span data-link="square-${i}">${exact((guesses[i] - y) ** 2)}</span>`);
    const third = '<span class="frac"><span>1</span><span>3</span></span>';
    const value = total() / WANTED.length;
    const short = Math.abs(value - Number(value.toFixed(2))) < 1e-9;
    const lines = [
      `<var>J</var> = ${third} <span class="bracket">(</span>${errors.join(" + ")}<span class="bracket">)</span>`,
      `= ${third} <span class="bracket">(</span>${squares.join(" + ")}<span class="bracket">)</span>`,
      `= <span class="frac"><span>${exact(total())}</span><span>3</span></span> ${short ? "=" : "≈"} <b data-link="mean">${short ? exact(value) : value.toFixed(2)}</b>`,
    ];
    sum.innerHTML = lines.map((line) => `<p>${line}</p>`).join(""); // numbers only: nothing to escape
    link.refresh();
    const largest = WANTED.map((y, i) => (guesses[i] - y) ** 2);
    const most = Math.max(...largest);
    note.textContent = most === 0 ? "Every prediction is what is wanted: J is 0."
      : `Sample ${largest.indexOf(most) + 1} makes ${Math.round((100 * most) / total())} % of J: an error twice as long counts four times.`;
    const there = LECTURE.every((guess, i) => guess === guesses[i]);
    back.setAttribute("aria-disabled", String(there));
  }

  back.addEventListener("click", () => {
    LECTURE.forEach((guess, i) => (guesses[i] = guess));
    draw();
  });
  new ResizeObserver((entries) => {
    const next = Math.round(entries[entries.length - 1].contentRect.width);
    if (next === width) return;
    width = next;
    place();
  }).observe(svg);
  tell();
  return { update() {} };
}

/** @param {SVGElement} part @param {Record<string, string | number>} attributes */
function put(part, attributes) {
  for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, String(value));
}

/** Hundredths without needless zeros. @param {number} value */
function exact(value) {
  return String(Math.round(100 * value) / 100).replace("-", "−");
}
