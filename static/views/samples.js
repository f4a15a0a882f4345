/** The table behind the pictures of the data: each sample with its error and its own gradient. */
import { num } from "../format.js";
import * as link from "../link.js";
import { modelAt } from "./landscapes.js";
import { pictured } from "./upcoming.js";

const ROWS = 100; // more are not read
const PAUSE = 500; // milliseconds

/** @param {HTMLDetailsElement} element @returns {import("../types.js").View} */
export function create(element) {
  const body = document.createElement("tbody");
  const table = Object.assign(document.createElement("table"), { className: "plain" });
  const head = ["Sample", "x", "y", "ŷ", "ŷ − y", "∂J/∂θ₀", "∂J/∂θ₁"].map((name) => `<th scope="col" class="r">${name}</th>`).join("");
  table.innerHTML = `<thead><tr>${head}</tr></thead>`;
  table.append(body);
  (element.querySelector(".scroll") ?? element).append(table);
  let last = -Infinity;
  /** @type {import("../types.js").Frame | null} */
  let frame = null;

  /** @param {import("../types.js").Frame} next */
  function update(next) {
    frame = next;
    if (element.open && (!next.playing || performance.now() - last > PAUSE)) fill(next);
  }

  /** @param {import("../types.js").Frame} now */
  function fill(now) {
    const { theta, sample_gradients: gradients, batch } = now.arrays;
    const data = rowsOf(now);
    if (!theta || !data || !gradients || !pictured(now)) return;
    last = performance.now();
    const chosen = new Set(batch?.data);
    const count = Math.min(ROWS, data.length, gradients.shape[0]);
    while (body.rows.length > count) body.deleteRow(-1);
    while (body.rows.length < count) {
      const row = body.insertRow();
      row.dataset.link = `sample_gradients-${body.rows.length - 1}`;
      row.tabIndex = -1;
      for (let i = 0; i < 7; i++) row.insertCell().className = "r";
    }
    for (let i = 0; i < count; i++) {
      const { x, y, model } = data[i];
      const cells = [`${i + 1}`, x, ...[y, model, model - y, gradients.data[2 * i], gradients.data[2 * i + 1]].map((value) => num(value))];
      cells.forEach((text, k) => (body.rows[i].cells[k].textContent = text));
      body.rows[i].classList.toggle("chosen", chosen.has(i) && chosen.size < data.length);
    }
    link.refresh();
  }

  element.addEventListener("toggle", () => element.open && frame && fill(frame));
  return { update };
}

/** Each sample: its input in words, target and output. @param {import("../types.js").Frame} frame @returns {{x: string, y: number, model: number}[] | null} */
function rowsOf({ arrays, config }) {
  const { theta, points, sequences, outputs } = arrays;
  if (points && theta) return Array.from({ length: points.shape[0] }, (_, i) => {
    const [x, y] = [points.data[2 * i], points.data[2 * i + 1]];
    return { x: num(x), y, model: modelAt(config, theta.data, x) };
  });
  if (!sequences || !outputs) return null;
  const wide = sequences.shape[1];
  return Array.from({ length: sequences.shape[0] }, (_, i) => ({
    x: Array.from(sequences.data.subarray(i * wide, (i + 1) * wide - 1)).join(" "),
    y: sequences.data[(i + 1) * wide - 1],
    model: outputs.data[i],
  }));
}
