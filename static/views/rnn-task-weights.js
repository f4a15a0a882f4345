/** The two weights of the smallest network, to be moved while everything else stands still or while it learns. */
import { throttle } from "../throttle.js";
import { put, say } from "../written.js";

const [LEAST, MOST, FINE] = [-2, 2, 0.01];
const GAP = 60; // milliseconds between two changes while a slider is dragged
const WEIGHTS = /** @type {const} */ ([["W_ax[0,0]", "<var>w</var><sub>x</sub>", "w_x, from the input"], ["W_aa[0,0]", "<var>w</var><sub>rec</sub>", "w_rec, from the state before"]]);

/** @param {HTMLElement} place @param {{actions: import("../types.js").Actions, surface: string}} options
 * @returns {(frame: import("../types.js").Frame, s: import("./rnn-sequence.js").Sequence) => void} */
export function create(place, { actions, surface }) {
  const box = document.createElement("div");
  box.className = "rnn-weights";
  place.append(box);
  const sliders = WEIGHTS.map(([name, letter, words]) => {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "range", min: String(LEAST), max: String(MOST), step: String(FINE) });
    input.dataset.weight = name;
    input.setAttribute("aria-label", words);
    const value = document.createElement("output");
    const head = document.createElement("span");
    put(head, letter);
    label.append(head, input, value);
    box.append(label);
    const change = throttle(GAP, () => actions.change({ [name]: Number(input.value) }));
    let held = false;
    input.addEventListener("pointerdown", () => (held = true));
    for (const end of ["pointerup", "pointercancel", "blur"]) input.addEventListener(end, () => (held = false));
    const stand = (/** @type {number} */ now) => {
      const share = (Math.min(MOST, Math.max(LEAST, now)) - LEAST) / (MOST - LEAST);
      input.style.setProperty("--v", `${100 * share}%`);
      say(value, Number.isFinite(now) ? now.toFixed(3).replace("-", "−") : "–");
      input.setAttribute("aria-valuetext", value.textContent ?? "");
    };
    input.addEventListener("input", () => {
      stand(Number(input.value));
      change();
    });
    return (/** @type {number} */ now) => {
      if (held) return;
      input.value = String(now);
      stand(now);
    };
  });
  const link = Object.assign(document.createElement("a"), { href: surface, textContent: "Its surface over both weights" });
  if (surface) box.append(link);
  const same = Object.assign(document.createElement("p"), { className: "sub" });
  put(same, "<var>w</var><sub>x</sub> is the one number in <var>W</var><sub>ax</sub>, <var>w</var><sub>rec</sub> the one in <var>W</var><sub>aa</sub>.");
  box.append(same);

  return ({ arrays, config }, s) => {
    const there = s.H === 1 && s.n === 1 && config.cell === "elman" && actions.may("weights");
    for (const label of box.querySelectorAll("label")) label.hidden = !there;
    same.hidden = s.H > 1 || s.n > 1 || config.cell !== "elman";
    const params = arrays.params?.data;
    if (!there || !params) return;
    [params[0], params[config.bias ? 2 : 1]].forEach((now, i) => sliders[i](now)); // W_ax, b_a, W_aa
  };
}
