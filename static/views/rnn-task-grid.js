/**
 * A table of time steps: a column for each, named t0, t1 … by buttons that bring it into focus, and rows of what is read,
 * said and right there. Made once; afterwards only those cells are touched that say something else.
 *
 * @typedef {object} Cell
 * @property {string} text
 * @property {string} [small]   a second line
 * @property {"" | "wrong" | "good" | "quiet" | "none"} [mark]
 * @property {string} [link]    the data-link name of its number
 * @typedef {object} Row
 * @property {string} id
 * @property {string} name      markup of our own
 * @property {string} [kind]    "ruled": ruled off and large; "quiet"; "symbols"; "gradient"
 * @property {boolean} [small]  whether its cells have a second line
 * @property {(t: number) => Cell} cell
 * @typedef {ReturnType<typeof create>} Grid
 */
import { put } from "../written.js";
import { rove } from "./rnn-task-rove.js";
import { following, sideways } from "./sideways.js";

/** @param {HTMLElement} place @param {{label: string, choose: (t: number) => void}} options */
export function create(place, { label, choose }) {
  const scroll = document.createElement("div");
  scroll.className = "rnn-scroll";
  const table = document.createElement("table");
  table.className = "rnn-grid";
  const caption = table.createCaption();
  caption.className = "visually-hidden";
  caption.textContent = label;
  scroll.append(table);
  place.append(scroll);
  sideways(scroll, label);
  const follow = following(scroll, () => table.tBodies[0]?.rows[0]?.cells[0].offsetWidth ?? 0);
  rove(table, "button.at", () => 1e9);
  table.addEventListener("click", ({ target }) => {
    const at = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("button.at")) : null;
    if (at) choose(Number(at.dataset.t));
  });
  let made = "";
  /** @type {HTMLButtonElement[]} */
  let heads = [];
  /** @type {{head: HTMLElement, cells: HTMLTableCellElement[], known: string[]}[]} */
  let lines = [];

  /** @param {number} T @param {Row[]} rows */
  function build(T, rows) {
    table.tHead?.remove();
    table.tBodies[0]?.remove();
    const top = table.createTHead().insertRow();
    top.append(document.createElement("td"));
    heads = Array.from({ length: T }, (_, t) => {
      const head = Object.assign(document.createElement("th"), { scope: "col" });
      const button = Object.assign(document.createElement("button"), { type: "button", className: "at", textContent: `t${t}`, tabIndex: t ? -1 : 0 });
      button.dataset.t = String(t);
      head.append(button);
      top.append(head);
      return button;
    });
    const body = table.createTBody();
    lines = rows.map(({ kind, small }) => {
      const line = body.insertRow();
      line.className = kind ?? "";
      const head = Object.assign(document.createElement("th"), { scope: "row" });
      line.append(head);
      const cells = Array.from({ length: T }, () => {
        const cell = line.insertCell();
        cell.append(document.createElement("span"));
        if (small) cell.append(document.createElement("small"));
        cell.append(Object.assign(document.createElement("i"), { className: "visually-hidden" }));
        return cell;
      });
      return { head, cells, known: [] };
    });
  }

  return {
    element: scroll,
    /** @param {number} T @param {Row[]} rows @param {number} time  in focus @param {number} [last]  that which is in focus before another is chosen */
    show(T, rows, time, last = T - 1) {
      const key = `${T} ${rows.map(({ id, small }) => id + (small ? "+" : "")).join()}`;
      if (key !== made) build(T, rows);
      made = key;
      heads.forEach((head, t) => head.getAttribute("aria-pressed") !== String(t === time) && head.setAttribute("aria-pressed", String(t === time)));
      follow(heads[time], time < last);
      rows.forEach((row, r) => {
        const { head, cells, known } = lines[r];
        put(head, row.name);
        cells.forEach((cell, t) => {
          const { text, small = "", mark = "", link = "" } = row.cell(t);
          const now = `${text}\n${small}\n${mark}\n${link}`;
          if (known[t] === now) return;
          known[t] = now;
          const [first, second] = /** @type {HTMLElement[]} */ ([...cell.children]);
          first.textContent = text;
          first.className = mark;
          if (row.small) second.textContent = small;
          /** @type {HTMLElement} */ (cell.lastElementChild).textContent = mark === "wrong" ? ", wrong" : "";
          if (link) first.dataset.link = link;
          else delete first.dataset.link;
        });
      });
    },
  };
}
