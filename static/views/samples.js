/** The table behind the pictures of the data: each sample with its error and its own gradient. */
import { num } from "../format.js";
import * as link from "../link.js";
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
    const { theta, points, sample_gradients: gradients, batch } = now.arrays;
    if (!theta || !points || !gradients || !pictured(now)) return;
    last = performance.now();
    const chosen = new Set(batch?.data);
    const count = Math.min(ROWS, points.shape[0], gradients.shape[0]);
    while (body.rows.length > count) body.deleteRow(-1);
    while (body.rows.length < count) {
      const row = body.insertRow();
      row.dataset.link = `sample_gradients-${body.rows.length - 1}`;
      row.tabIndex = -1;
      for (let i = 0; i < 7; i++) row.insertCell().className = "r";
    }
    for (let i = 0; i < count; i++) {
      const [x, y] = [points.data[2 * i], points.data[2 * i + 1]];
      const model = theta.data[0] + theta.data[1] * x;
      const cells = [`${i + 1}`, ...[x, y, model, model - y, gradients.data[2 * i], gradients.data[2 * i + 1]].map((value) => num(value))];
      cells.forEach((text, k) => (body.rows[i].cells[k].textContent = text));
      body.rows[i].classList.toggle("chosen", chosen.has(i) && chosen.size < points.shape[0]);
    }
    link.refresh();
  }

  element.addEventListener("toggle", () => element.open && frame && fill(frame));
  return { update };
}
