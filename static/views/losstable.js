/** The table behind the loss chart: a dozen steps, evenly chosen, with where the run stood. */
import { count, num } from "../format.js";
import { OBJECTIVE, OWN, STEP, rowsUntil } from "../trail.js";
import { laneLooks } from "./lanes.js";

const ROWS = 12;

/** @param {HTMLElement} place @param {import("../types.js").Frame} frame @param {import("../types.js").Knob[]} knobs
 * @param {string[]} columns  names of what the lab itself puts into its trail */
export function fillTable(place, frame, knobs, columns) {
  const looks = laneLooks(frame, knobs);
  const [first] = frame.trail;
  const losses = frame.losses[0] ?? [];
  const head = ["Step", ...(looks.length > 1 ? looks.map(({ label }) => `J, ${label}`) : ["Batch loss", "J of all", ...columns])];
  const body = evenly(first).map((row) => {
    const at = row * first.columns;
    const step = first.rows[at + STEP];
    const cells = looks.length > 1
      ? frame.trail.map((trail) => num(trail.rows[Math.max(0, rowsUntil(trail, step) - 1) * trail.columns + OBJECTIVE]))
      : [num(losses[step]), ...[OBJECTIVE, ...columns.map((_, i) => OWN + i)].map((column) => num(first.rows[at + column]))];
    return [count(step), ...cells];
  });
  fill(place, head, body);
}

/** A dozen of the rows of a trail. @param {import("../types.js").Trail} trail @returns {number[]} */
export function evenly({ length }) {
  const chosen = new Set(Array.from({ length: ROWS }, (_, i) => Math.round(((length - 1) * i) / (ROWS - 1))));
  return [...chosen].filter((row) => row >= 0);
}

/** @param {HTMLElement} place @param {string[]} head @param {string[][]} body */
export function fill(place, head, body) {
  const table = document.createElement("table");
  table.className = "plain";
  const line = (/** @type {string[]} */ cells, /** @type {"th" | "td"} */ tag) => {
    const row = document.createElement("tr");
    for (const cell of cells) row.append(Object.assign(document.createElement(tag), { textContent: cell, className: "r", ...(tag === "th" && { scope: "col" }) }));
    return row;
  };
  table.append(line(head, "th"), ...body.map((cells) => line(cells, "td")));
  const holder = place.querySelector(".scroll") ?? place;
  holder.querySelector("table")?.remove();
  holder.append(table);
}
