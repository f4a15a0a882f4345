/**
 * A table of words with their scores, in which scores can be dragged: what if this one were another? Only a copy in the
 * page is another one then; the run goes on with its own, and with its next step the copy is gone.
 *
 * @typedef {object} Line
 * @property {number} word @property {string} name @property {string} title
 * @property {number} score     where the handle is
 * @property {string[]} cells   what stands right of the handle
 * @property {number} bar       0 to 1: the length of the last cell's bar
 * @property {boolean} now      the wanted word
 */
import * as link from "../link.js";
import { put, say as write } from "../written.js";
import { isolated } from "./words.js";

const REACH = 2; // how far beyond the scores that are shown a handle goes, at least
const STEP = 0.05;

/** @param {HTMLElement} element @param {{heads: string[], caption: string, hint: string, again: () => void, say: (text: string) => void}} options
 *  heads: markup; again: scores have been changed, draw them */
export function create(element, { heads, caption, hint, again, say }) {
  element.innerHTML = `<table class="plain word-table"><caption class="visually-hidden">${caption}</caption><thead><tr>${heads.map((head, c) => (c === 2 ? '<td class="slide"></td>' : `<th scope="col"${c && c < heads.length - 1 ? ' class="r"' : ""}>${head}</th>`)).join("")}</tr></thead><tbody></tbody><tfoot></tfoot></table>
<p class="word-loss"></p><p class="what-if"><span>${hint}</span><b hidden>what if</b><button type="button" class="ghost" hidden>back to the run’s scores</button></p>`;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const [body, foot, loss, bar] = ["tbody", "tfoot", ".word-loss", ".what-if"].map(find);
  const columns = heads.length;
  /** @type {Map<number, number>} */
  const supposed = new Map();
  /** @type {number[]} */
  let words = [];
  let [low, high, id] = [0, 0, ""];

  /** The scores as they are supposed to be. @param {ArrayLike<number>} scores @param {string} now  the pair and step they belong to */
  function suppose(scores, now) {
    if (now !== id) supposed.clear();
    id = now;
    element.classList.toggle("supposed", supposed.size > 0);
    const [told, ...others] = /** @type {HTMLElement[]} */ ([...bar.children]);
    told.hidden = supposed.size > 0;
    for (const other of others) other.hidden = !supposed.size;
    if (!supposed.size) return scores;
    const copy = Array.from(scores);
    for (const [word, score] of supposed) copy[word] = score;
    return copy;
  }

  /** @param {Line[]} lines @param {string[][]} feet  rows of the foot, each cell's text @param {string} lossMarkup @param {boolean} still  handles can be dragged */
  function show(lines, feet, lossMarkup, still) {
    words = lines.map(({ word }) => word);
    if (!supposed.size) {
      const scores = lines.map(({ score }) => score);
      [low, high] = [Math.floor(Math.min(...scores) - REACH), Math.ceil(Math.max(...scores) + REACH)];
    }
    fit(body, lines.length, (row) => {
      row.innerHTML = `<th scope="row"></th><td class="r"></td><td class="slide"><input type="range" step="${STEP}"></td>${"<td class=\"r\"></td>".repeat(columns - 4)}<td class="share"><i></i><span></span></td>`;
    });
    let fresh = false;
    lines.forEach((line, r) => {
      const row = /** @type {HTMLTableRowElement} */ (body.children[r]);
      const [head, score, slide, ...cells] = /** @type {HTMLTableCellElement[]} */ ([...row.cells]);
      const name = `word-${line.word}`;
      if (row.dataset.link !== name) {
        row.dataset.link = name;
        fresh = true;
      }
      row.title = line.title;
      row.classList.toggle("now", line.now);
      row.classList.toggle("other", supposed.has(line.word));
      write(head, line.name);
      write(score, line.cells[0]);
      handle(/** @type {HTMLInputElement} */ (slide.firstElementChild), line, still);
      cells.slice(0, -1).forEach((cell, c) => write(cell, line.cells[c + 1]));
      const [length, share] = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (cells.at(-1)).children]);
      length.style.setProperty("--share", String(line.bar));
      write(share, line.cells.at(-1) ?? "");
    });
    if (fresh) link.refresh();
    fit(foot, feet.length, (row) => {
      row.innerHTML = `<th scope="row" colspan="3"></th>${"<td class=\"r\"></td>".repeat(columns - 4)}<td class="share"><i></i><span></span></td>`;
    });
    feet.forEach((cells, r) => {
      const own = [.../** @type {HTMLTableRowElement} */ (foot.children[r]).cells];
      write(own[0], cells[0]);
      own.slice(1, -1).forEach((cell, c) => write(cell, cells[c + 1] ?? ""));
      write(/** @type {Element} */ (own.at(-1)?.lastElementChild), cells.at(-1) ?? "");
    });
    put(loss, lossMarkup);
  }

  /** @param {HTMLInputElement} input @param {Line} line @param {boolean} still */
  function handle(input, { word, name, score, cells }, still) {
    for (const [key, value] of Object.entries({ min: low, max: high })) if (input[/** @type {"min"} */ (key)] !== String(value)) input.setAttribute(key, String(value));
    if (document.activeElement !== input || !supposed.has(word)) input.value = String(score);
    input.disabled = !still;
    input.style.setProperty("--v", `${(100 * (score - low)) / (high - low || 1)}%`);
    input.setAttribute("aria-label", `What if: the score of “${isolated(name)}”`);
    input.setAttribute("aria-valuetext", cells[0]);
  }

  body.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const r = [...body.children].findIndex((row) => row.contains(input));
    if (r < 0) return;
    supposed.set(words[r], Number(input.value));
    again();
  });
  /** @type {HTMLElement} */ (bar.querySelector("button")).addEventListener("click", () => {
    supposed.clear();
    again();
    /** @type {HTMLElement | null} */ (body.querySelector("input"))?.focus({ preventScroll: true });
    say("These are the run’s scores again.");
  });

  return {
    suppose, show,
    get words() {
      return words;
    },
    get changed() {
      return supposed.size > 0;
    },
  };
}

/** As many rows as that. @param {HTMLElement} part @param {number} many @param {(row: HTMLElement) => void} fill */
function fit(part, many, fill) {
  while (part.children.length > many) part.lastElementChild?.remove();
  while (part.children.length < many) fill(part.appendChild(document.createElement("tr")));
}
