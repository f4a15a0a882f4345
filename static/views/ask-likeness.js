/** How like each two of some words are: a table of cosines, tinted by their signs, with numbers where they have room. */
import { hundredths } from "./ask-answers.js";
import { listenForWords, wordButton } from "./ask-word.js";
import { widest } from "./drawing.js";
import { isolated } from "./words.js";

const [NUMBERED, BLANK] = [50, 85]; // per cent of a hue behind a number, and where there is none
const [HEAD, LEAST, ROOM] = [90, 14, 37]; // pixels: a row's word at most, a cell, and one with a number in it

/** @param {HTMLElement} place @param {(word: string) => void} choose @param {() => void} pointing  another cell is pointed at */
export function create(place, choose, pointing) {
  const around = document.createElement("div");
  around.className = "scroll";
  around.tabIndex = 0;
  around.setAttribute("role", "region");
  around.setAttribute("aria-label", "Cosines of each two words");
  const table = document.createElement("table");
  table.className = "likeness";
  around.append(table);
  listenForWords(table, choose);
  let [shown, width] = ["", 0];
  /** The cell that is pointed at: row and column. @type {[number, number] | null} */
  let pointed = null;

  /** @param {[number, number] | null} cell */
  function point(cell) {
    if (String(cell) === String(pointed)) return;
    pointed = cell;
    table.querySelector(".linked")?.classList.remove("linked");
    if (cell) table.rows[cell[0] + 1]?.cells[cell[1] + 1]?.classList.add("linked");
    pointing();
  }

  for (const kind of /** @type {const} */ (["pointerover", "click"])) table.addEventListener(kind, ({ target }) => {
    const cell = target instanceof Element ? target.closest("td") : null;
    const [row, column] = [cell?.closest("tr")?.rowIndex ?? 0, cell?.cellIndex ?? 0];
    if (row && column) point([row - 1, column - 1]);
  });
  for (const left of /** @type {const} */ (["pointerleave", "blur"])) around.addEventListener(left, (event) => {
    if (event instanceof PointerEvent && event.pointerType === "touch") return; // a tap keeps it
    point(null);
  });
  around.addEventListener("keydown", (event) => {
    const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [0, 0];
    const last = table.rows.length - 2;
    if (event.target !== around || event.ctrlKey || event.metaKey || event.altKey || !(down || right)) return;
    event.preventDefault(); // nor are these keys the player's here
    const [row, column] = pointed ?? [0, 0];
    point([Math.min(last, Math.max(0, row + down)), Math.min(last, Math.max(0, column + right))]);
  });

  /** @param {string[]} words */
  function build(words) {
    const head = document.createElement("tr");
    head.append(document.createElement("td"), ...words.map((word) => header("col", word)));
    table.replaceChildren(head, ...words.map((word) => {
      const row = document.createElement("tr");
      const first = header("row", "");
      first.append(wordButton(undefined, word));
      row.append(first, ...words.map(() => {
        const cell = document.createElement("td");
        cell.append(document.createElement("span"));
        return cell;
      }));
      return row;
    }));
  }

  /** Numbers, and words above the columns from left to right, where there is room for them. @param {string[]} words */
  function fit(words) {
    width = place.clientWidth;
    const head = Math.min(HEAD, Math.ceil(1.15 * widest(words)) + 16);
    const room = Math.max(LEAST, Math.floor((width - head - 1) / words.length) - 1);
    table.style.setProperty("--head", `${head}px`);
    table.classList.toggle("numbered", room >= ROOM);
    table.classList.toggle("upright", widest(words) > room - 6);
    table.style.setProperty("--cell", `${Math.min(64, room)}px`);
  }

  return {
    /** The two words whose cell is pointed at. */
    get pair() {
      return pointed && shown ? pointed.map((i) => shown.split("\n")[i]) : null;
    },
    /** @param {string[]} words @param {Float32Array} cosines  row by row @param {unknown} chosen */
    show(words, cosines, chosen) {
      if (around.parentElement !== place) place.replaceChildren(around);
      const n = words.length;
      if (shown !== words.join("\n")) {
        shown = words.join("\n");
        build(words);
        [width, pointed] = [0, null];
      }
      if (width !== place.clientWidth) fit(words);
      const most = table.classList.contains("numbered") ? NUMBERED : BLANK;
      words.forEach((word, i) => {
        const row = table.rows[i + 1];
        wordButton(/** @type {HTMLButtonElement} */ (row.cells[0].firstElementChild), word, chosen);
        for (let j = 0; j < n; j++) {
          const cell = row.cells[j + 1];
          const cosine = cosines[i * n + j];
          const said = i === j ? "1" : hundredths(cosine);
          const place = /** @type {HTMLElement} */ (cell.firstElementChild);
          if (place.textContent !== said) {
            place.textContent = said;
            cell.title = i === j ? word : `${isolated(word)}, ${isolated(words[j])}: ${said}`;
          }
          const tint = i === j || !Number.isFinite(cosine) ? 0 : Math.round(cosine * most);
          cell.style.setProperty("--p", String(Math.abs(tint)));
          cell.classList.toggle("neg", tint < 0);
          cell.classList.toggle("same", i === j);
        }
      });
    },
  };
}

/** @param {"col" | "row"} scope @param {string} word */
function header(scope, word) {
  const cell = document.createElement("th");
  cell.scope = scope;
  if (word) cell.append(Object.assign(document.createElement("bdi"), { textContent: word, title: word }));
  return cell;
}

/** The two words that are most alike, and the two that are least. @param {string[]} words @param {Float32Array} cosines
 * @returns {{most: [string, string, number], least: [string, string, number]} | null} */
export function extremes(words, cosines) {
  const n = words.length;
  /** @type {[string, string, number][]} */
  const pairs = words.flatMap((word, i) => words.slice(i + 1).map((other, k) => /** @type {[string, string, number]} */ ([word, other, cosines[i * n + i + 1 + k]])));
  const known = pairs.filter(([, , cosine]) => Number.isFinite(cosine)).sort((a, b) => b[2] - a[2]);
  return known.length > 1 ? { most: known[0], least: known[known.length - 1] } : null;
}
