/**
 * One matrix of a step on the page: its name, its cells in brackets, its shape. Made once; with every frame only those
 * cells are touched whose text is another. One stop of the Tab key leads into it, arrow keys from cell to cell.
 *
 * @typedef {import("./step-parts.js").Part} Part
 * @typedef {ReturnType<typeof create>} Matrix
 */
import { fixed, known, places } from "./digits.js";

const DEEPEST = 34; // per cent of a hue behind a number

/** @param {Part} part @param {number} most rows and columns that there is room for @param {number} batch */
export function create(part, most, batch) {
  const rows = Math.min(part.rows, most);
  const cols = Math.min(part.cols, most);
  const element = document.createElement("div");
  element.className = part.id === "J" ? "mat scalar" : "mat";
  element.dataset.part = part.id;
  const grid = document.createElement("div");
  grid.className = `cells ${part.kind}`;
  grid.style.setProperty("--n", String(cols));
  grid.setAttribute("role", "grid");
  const whole = shape(part, batch);
  const cut = rows * cols < whole[0] * whole[1];
  grid.setAttribute("aria-label", `${part.plain}, ${whole.join(" by ")}${cut ? `, of which ${rows} by ${cols} are shown` : ""}`);
  const digitsOfOne = { value: 0 };
  /** @type {HTMLElement[]} */
  const cells = [];
  /** @type {string[]} */
  const texts = [];
  /** @type {number[]} */
  const tints = [];
  const lines = Array.from({ length: rows }, (_, r) => {
    const line = document.createElement("div");
    line.setAttribute("role", "row");
    for (let c = 0; c < cols; c++) {
      const cell = document.createElement("span");
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = r || c ? -1 : 0;
      cell.dataset.link = part.link(r, c);
      cell.append("");
      line.append(cell);
      cells.push(cell);
    }
    return line;
  });
  grid.append(...lines);
  const cap = Object.assign(document.createElement("div"), { className: "cap", innerHTML: part.cap });
  const size = Object.assign(document.createElement("div"), { className: "shape", textContent: `${cut ? `${rows}×${cols} of ` : ""}${whole.join("×")}` });
  if (part.id === "J") element.append(cap, grid);
  else element.append(cap, grid, size);

  /** @type {Float64Array} */
  const values = new Float64Array(rows * cols);
  /** Cells that hold something else than their number now. @type {Set<number>} */
  const covered = new Set();

  /** Reads the numbers; they are written by `show`, when the digits of all matrices are known. */
  function measure() {
    let largest = 0;
    for (let r = 0, at = 0; r < rows; r++)
      for (let c = 0; c < cols; c++, at++) {
        const value = (values[at] = part.value(r, c));
        if (known(value)) largest = Math.max(largest, Math.abs(value));
      }
    const digits = places(largest, part.fine);
    digitsOfOne.value = part.id[0] === "n" && (digits === 1 || digits === 2) ? digits + 1 : digits; // after the update one digit more: it moved a little
    const top = part.top ?? largest;
    return { digits: digitsOfOne.value, top };
  }

  /** @param {number} top what is tinted in full @param {boolean} later not yet worked out */
  function show(top, later) {
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      const text = fixed(value, digitsOfOne.value);
      if (text !== texts[at] && !covered.has(at)) {
        texts[at] = text;
        /** @type {Text} */ (cells[at].firstChild).data = text;
      }
      if (part.kind !== "signed") continue;
      const tint = later || !known(value) || !top ? 0 : Math.round(Math.max(-1, Math.min(1, value / top)) * DEEPEST);
      if (tint === tints[at]) continue;
      tints[at] = tint;
      cells[at].style.setProperty("--p", String(Math.abs(tint)));
      cells[at].classList.toggle("neg", tint < 0);
    }
  }

  return {
    part, element, rows, cols, cells, measure, show,
    get digits() {
      return digitsOfOne.value;
    },
    /** @param {number} r @param {number} c */
    at: (r, c) => cells[r * cols + c],
    /** @param {number} r @param {number} c */
    text: (r, c) => fixed(values[r * cols + c], digitsOfOne.value),
    /** The row of the sample that is drawn in the diagram. @param {number} row −1: none */
    mark(row) {
      if (part.samples === "rows") lines.forEach((line, r) => line.classList.toggle("own", r === row));
    },
    /** Puts something else into a cell. @param {number} r @param {number} c @param {HTMLElement} other */
    cover(r, c, other) {
      covered.add(r * cols + c);
      cells[r * cols + c].replaceChildren(other);
    },
    uncover() {
      for (const at of covered) cells[at].replaceChildren(texts[at]);
      covered.clear();
    },
  };
}

/** All its rows and columns, also those that nobody is told. @param {Part} part @param {number} batch */
function shape({ rows, cols, samples }, batch) {
  return [samples === "rows" ? batch : rows, samples === "cols" ? batch : cols];
}
