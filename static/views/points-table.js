/** The same points by keyboard, and exactly: a table with two fields for each, under the picture. */
import { editable, parse } from "../format.js";

/** @typedef {import("../points.js").Point} Point */

/**
 * @param {HTMLDetailsElement} details
 * @param {{points: () => Point[], change: (points: Point[]) => void, first: () => void, refuse: (sentence: string) => void}} acts
 * @returns {{update: (own: boolean) => void}}  `own`: the points are not those that the lab or a table brought
 */
export function pointsTable(details, { points, change, first, refuse }) {
  const table = Object.assign(document.createElement("table"), { className: "plain" });
  table.innerHTML = `<thead><tr><th scope="col">Point</th><th scope="col">x</th><th scope="col">y</th><th><span class="visually-hidden">Remove</span></th></tr></thead>`;
  const body = table.createTBody();
  const adding = Object.assign(document.createElement("div"), { className: "adding" }); // always in sight, however far the rows are scrolled
  const back = button("Back to the first points", first);
  (details.querySelector(".scroll") ?? details).append(table);
  details.append(adding, back);
  let ours = false;

  const fresh = ["x", "y"].map((axis) => field(`${axis} of a new point`));
  adding.append(Object.assign(document.createElement("span"), { textContent: "New" }), ...fresh, button("Add a point", add));
  for (const input of fresh) input.addEventListener("keydown", (event) => event.key === "Enter" && add());

  function add() {
    const numbers = fresh.map((input) => understood(input));
    const [x, y] = numbers;
    if (x === null || y === null) return;
    refuse("");
    for (const input of fresh) input.value = "";
    change([...points(), [x, y]]);
    fresh[0].focus();
  }

  /** @param {HTMLTableRowElement} row */
  function remove(row) {
    const i = row.sectionRowIndex;
    refuse("");
    change(points().filter((_, k) => k !== i));
    const next = body.rows[Math.min(i, points().length - 1)]?.querySelector("button"); // rows go from the end: this one is the next point's now
    if (next !== document.activeElement) next?.focus();
  }

  /** @param {HTMLInputElement} input @param {HTMLTableRowElement} row @param {0 | 1} axis */
  function commit(input, row, axis) {
    const i = row.sectionRowIndex;
    const now = points()[i]?.[axis];
    if (now === undefined || input.value === editable(now)) return;
    const number = understood(input);
    if (number === null) {
      input.value = editable(now);
      return;
    }
    refuse("");
    change(points().map((point, k) => /** @type {Point} */ (k !== i ? point : axis ? [point[0], number] : [number, point[1]])));
    input.value = editable(points()[i]?.[axis] ?? number); // with as many digits as a point has
  }

  /** A field's number; null, and a sentence, where there is none. @param {HTMLInputElement} input */
  function understood(input) {
    const number = parse(input.value);
    input.toggleAttribute("aria-invalid", false);
    if (number !== null) return number;
    input.setAttribute("aria-invalid", "true");
    refuse(`${(input.getAttribute("aria-label") ?? "").replace(/^[xy]/, (axis) => `The ${axis}`)} cannot be ${input.value.trim() ? `“${input.value.trim().slice(0, 40)}”` : "empty"}: it is a number.`);
    return null;
  }

  function fill() {
    const list = points();
    while (body.rows.length > list.length) body.deleteRow(-1);
    while (body.rows.length < list.length) {
      const row = body.insertRow();
      const name = `point ${body.rows.length}`;
      row.insertCell().textContent = String(body.rows.length);
      for (const axis of /** @type {(0 | 1)[]} */ ([0, 1])) {
        const input = field(`${"xy"[axis]} of ${name}`);
        input.addEventListener("change", () => commit(input, row, axis));
        input.addEventListener("blur", fill); // over what is being typed nothing is written
        input.addEventListener("keydown", (event) => {
          if (event.key === "Escape") input.value = editable(points()[row.sectionRowIndex]?.[axis] ?? NaN);
        });
        row.insertCell().append(input);
      }
      const away = button("Remove", () => remove(row));
      away.setAttribute("aria-label", `Remove ${name}`);
      row.insertCell().append(away);
    }
    list.forEach((point, i) => {
      const inputs = body.rows[i].querySelectorAll("input");
      point.forEach((value, axis) => {
        const input = inputs[axis];
        const text = editable(value);
        if (input !== document.activeElement && input.value !== text) {
          input.value = text;
          input.removeAttribute("aria-invalid");
        }
      });
    });
    back.hidden = !ours;
  }

  details.addEventListener("toggle", () => details.open && fill());
  return {
    update(own) {
      ours = own;
      if (details.open) fill();
    },
  };
}

/** @param {string} label */
function field(label) {
  const input = Object.assign(document.createElement("input"), { className: "number", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  input.setAttribute("aria-label", label);
  return input;
}

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "ghost", textContent: words });
  made.addEventListener("click", act);
  return made;
}
