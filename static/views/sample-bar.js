/**
 * Whose numbers the diagram shows: one training sample after another, or (what if) inputs of the student's own, which are
 * only sent through the network as it is, and are given in the data's own units. Training knows nothing of either.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./net.js").Net} Net
 */
import { count, editable, plain } from "../format.js";
import { clamp } from "../clamp.js";
import { cannot, takes, understood } from "../knob-words.js";
import { columnsOf } from "./columns.js";
import { made } from "./history.js";
import { html, text } from "./letters.js";
import { inBatch } from "./net-words.js";
import { read } from "./net.js";
import { diverged, ended } from "./upcoming.js";

const FARTHEST = 1e6; // of an input; the server's own limit
const NOTCHES = 200;

/** @param {HTMLElement} root  the card or picture around the diagram @param {import("../types.js").Actions} actions @returns {import("../types.js").View} */
export function create(root, actions) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (root.querySelector(selector));
  const [bar, toggle, strip, said, refused] = ["[data-sample]", "[data-what-if]", "[data-own-inputs]", "[data-diagram-says]", "#sample-refused"].map(find);
  const number = /** @type {HTMLInputElement | null} */ (bar?.querySelector("input") ?? null);
  /** @type {Net | null} */
  let net = null;
  let [samples, sample, run] = [1, 0, NaN];
  /** What the sliders stand at, as the network sees it. @type {number[]} */
  let own = [];
  /** What the newest frame shows. @type {number[]} */
  let here = [];
  /** What was asked for and has not been seen in a frame yet: until then those that come are of before. @type {number | number[] | null} */
  let asked = null;
  /** Ends in the data's own units. @type {{slider: HTMLInputElement, field: HTMLInputElement, low: number, high: number, scaled: boolean, told: (x: number) => number}[]} */
  let inputs = [];

  /** @param {string} sentence */
  const refuse = (sentence) => {
    if (refused && refused.textContent !== sentence) refused.textContent = sentence;
  };

  /** @param {number} next */
  function go(next) {
    refuse("");
    asked = sample = (next + samples) % samples;
    actions.look({ sample });
    if (number) {
      number.value = String(sample + 1);
      number.setAttribute("aria-invalid", "false");
    }
  }
  for (const button of bar?.querySelectorAll("button") ?? []) button.addEventListener("click", () => go(sample + Number(button.dataset.go)));
  number?.addEventListener("change", () => {
    const knob = /** @type {any} */ ({ kind: "int", label: "The sample", symbol: "", low: 1, top: "" });
    const typed = understood(knob, number.value);
    const fits = takes(knob, /** @type {number | null} */ (typed), samples);
    number.setAttribute("aria-invalid", String(!fits));
    if (fits) go(Number(typed) - 1);
    else refuse(cannot(knob, number.value, samples));
  });

  toggle?.addEventListener("click", () => {
    if (!net) return;
    if (net.focus < 0) return go(sample);
    own = here;
    send();
  });

  root.addEventListener("typein", (event) => {
    const field = inputs[/** @type {CustomEvent<number>} */ (event).detail]?.field;
    if (!field || strip?.hidden) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  function send() {
    asked = own;
    actions.look({ sample, inputs: own });
  }

  /** A slider and a field for each input. @param {Frame} frame @param {Net} net */
  function build(frame, net) {
    if (!strip) return;
    const domain = frame.arrays.domain?.data ?? [];
    const columns = columnsOf(frame);
    const note = Object.assign(document.createElement("p"), { className: "note", textContent: "Your own inputs, sent through the network as it is: they have no target, and training does not see them." });
    const back = Object.assign(document.createElement("button"), { type: "button", className: "ghost", textContent: `Back to sample ${sample + 1}` });
    back.addEventListener("click", () => {
      go(sample);
      toggle?.focus();
    });
    inputs = [];
    strip.replaceChildren(note, ...Array.from({ length: net.sizes[0] }, (_, i) => input(i, columns, domain[2 * i] ?? 0, domain[2 * i + 1] ?? 1)), back);
  }

  /** @param {number} i @param {import("./columns.js").Columns} columns @param {number} from @param {number} to */
  function input(i, columns, from, to) {
    const told = (/** @type {number} */ x) => columns.told(i, x);
    const [low, high, least, most] = [from, to, -FARTHEST, FARTHEST].map(told);
    const notch = 10 ** Math.floor(Math.log10((high - low) / NOTCHES));
    const row = document.createElement("div");
    row.className = "own";
    const name = columns.full[i] ?? text(`{x_${i + 1}}`);
    const slider = Object.assign(document.createElement("input"), { type: "range", min: "0", max: String(NOTCHES), step: "1" });
    const field = Object.assign(document.createElement("input"), { className: "number", autocomplete: "off" });
    slider.setAttribute("aria-label", `${name} of your own`);
    field.setAttribute("aria-label", `${name} of your own, as a number`);
    field.setAttribute("aria-describedby", "sample-refused");
    slider.addEventListener("input", () => put(Number((Math.round((low + (Number(slider.value) / NOTCHES) * (high - low)) / notch) * notch).toPrecision(12))));
    field.addEventListener("change", () => {
      const knob = /** @type {any} */ ({ kind: "float", label: "", symbol: name, low: least, top: "" });
      const value = understood(knob, field.value);
      const fits = takes(knob, /** @type {number | null} */ (value), most);
      field.setAttribute("aria-invalid", String(!fits));
      if (fits) put(Number(value));
      else refuse(cannot(knob, field.value, most));
    });
    const put = (/** @type {number} */ value) => {
      refuse("");
      own = own.with(i, clamp(columns.taken(i, value), -FARTHEST, FARTHEST));
      show(i);
      send();
    };
    const label = Object.assign(document.createElement("span"), { innerHTML: html(`{x_${i + 1}}`) });
    if (columns.inputs[i] && !["x", `x${i + 1}`].includes(columns.full[i])) { // of a table without a header they are letters already
      row.classList.add("named");
      label.append(` ${columns.inputs[i]}`);
      label.title = columns.full[i];
    }
    row.append(label, slider, field);
    inputs.push({ slider, field, low, high, told, scaled: columns.scaled });
    return row;
  }

  /** @param {number} i */
  function show(i) {
    const { slider, field, low, high, told, scaled } = inputs[i];
    const value = told(own[i]);
    const share = clamp((value - low) / (high - low), 0, 1);
    slider.value = String(Math.round(share * NOTCHES));
    slider.style.setProperty("--v", `${100 * share}%`);
    slider.setAttribute("aria-valuetext", plain(value));
    if (document.activeElement !== field || field.getAttribute("aria-invalid") !== "true") field.value = scaled ? String(value).replace("-", "−") : editable(value); // a year needs all its digits
    field.setAttribute("aria-invalid", "false");
  }

  /** @param {Frame} frame */
  function update(frame) {
    net = read(frame);
    if (!net) return;
    samples = frame.scalars.dataset_size || 1;
    if (frame.run !== run) {
      run = frame.run;
      asked = null;
      sample = Number(frame.look.sample ?? 0); // also where inputs of one's own are what is looked at
      refuse("");
    }
    const yours = net.focus < 0;
    here = inputsOf(frame, net, yours ? -1 : net.focusRow);
    if (yours ? near(asked, here) : asked === net.focus) asked = null;
    if (asked === null && !yours) sample = net.focus; // another picture may have asked for it
    const moved = asked === null && yours && !near(own, here);
    if (moved) own = here;
    if (bar) bar.hidden = samples < 2;
    const of = bar?.querySelector("[data-of]");
    if (of && of.textContent !== count(samples)) of.textContent = count(samples);
    if (number && document.activeElement !== number && number.getAttribute("aria-invalid") !== "true" && number.value !== String(sample + 1)) number.value = String(sample + 1);
    if (toggle) {
      toggle.hidden = false;
      toggle.setAttribute("aria-pressed", String(yours));
    }
    if (strip && strip.hidden === yours) {
      strip.hidden = !yours;
      refuse("");
      if (yours) build(frame, net);
      if (yours) inputs.forEach((_, i) => show(i));
    } else if (moved) inputs.forEach((_, i) => show(i));
    const more = fate(frame, net);
    const words = [`${yours ? "your own inputs · " : ""}${where(frame)}${kind(frame, net)}${more && ", "}`, more].filter(Boolean);
    if (said && said.textContent !== words.join("")) said.replaceChildren(...words.map((part) => Object.assign(document.createElement("span"), { textContent: part })));
  }
  return { update };
}

/** Where the run stands, and where it goes. @param {Frame} frame */
function where(frame) {
  if (diverged(frame)) return `diverged at step ${count(Math.min(frame.step, made(frame.losses[0])))}`;
  return `step ${count(frame.step)}${ended(frame) ? "" : ` → ${count(frame.step + 1)}`}`;
}

/** As the network sees them: of scaled ones every digit counts, which are rounded where they are told in other units.
 * @param {Frame} frame @param {Net} net @param {number} row */
function inputsOf(frame, net, row) {
  const { scaled } = columnsOf(frame);
  return Array.from({ length: net.sizes[0] }, (_, i) => (scaled ? net.x(row, i) : Number(net.x(row, i).toPrecision(6))));
}

/** Whether these are the same inputs, as exact as they come. @param {number | number[] | null} asked @param {number[]} here */
function near(asked, here) {
  return Array.isArray(asked) && asked.length === here.length && asked.every((value, i) => Math.abs(value - here[i]) <= 2e-6 * Math.max(1, Math.abs(value)));
}

/** The class of the sample, where there are classes. @param {Frame} frame @param {Net} net */
function kind(frame, net) {
  if (net.focus < 0) return "";
  const outputs = net.sizes[net.top - 1];
  const y = Array.from({ length: outputs }, (_, k) => net.y(net.focusRow, k));
  const { target, classes } = columnsOf(frame);
  const which = outputs > 1 ? y.indexOf(Math.max(...y)) : y[0];
  const called = classes[which] === undefined ? `class ${outputs > 1 ? which + 1 : which}` : `${target} ${classes[which]}`;
  return "accuracy" in frame.scalars ? ` · ${called}` : "";
}

/** Whether the next update looks at the sample, where it does not look at all of them. @param {Frame} frame @param {Net} net */
function fate(frame, net) {
  if (net.focus < 0 || net.batch >= (frame.scalars.dataset_size || 1)) return "";
  return net.focusRow >= 0 || inBatch(frame, net) ? "in the next batch" : "not in the next batch";
}
