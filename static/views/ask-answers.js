/** Words and their cosines, the nearest first: rows that keep their height, each with a bar. A word leads to its place on the map. */
import { listenForWords, wordButton } from "./ask-word.js";

/** @typedef {import("./words.js").Vocabulary} Vocabulary */

/** @param {HTMLElement} place @param {(word: string) => void} choose */
export function create(place, choose) {
  const table = document.createElement("table");
  table.className = "plain answers";
  table.innerHTML = '<caption class="visually-hidden"></caption><colgroup><col class="said"><col><col class="number-column"></colgroup><thead class="visually-hidden"><tr><th scope="col">word</th><th></th><th scope="col">cosine</th></tr></thead><tbody></tbody>';
  const caption = /** @type {HTMLElement} */ (table.caption);
  const body = table.tBodies[0];
  listenForWords(table, choose);

  /** @param {number} count */
  function rows(count) {
    while (body.rows.length > count) body.deleteRow(-1);
    while (body.rows.length < count) {
      const row = body.insertRow();
      row.insertCell().append(wordButton());
      row.insertCell().className = "barcell";
      row.cells[1].append(document.createElement("i"));
      row.insertCell().className = "r";
    }
    return [...body.rows];
  }

  return {
    /** @param {string} title @param {Float32Array | null} found  word, cosine, word, cosine …; none: nothing is asked
     * @param {number} count  of rows there is room for @param {Vocabulary} vocabulary @param {unknown} chosen */
    show(title, found, count, { words }, chosen) {
      if (table.parentElement !== place) place.replaceChildren(table);
      if (caption.textContent !== title) caption.textContent = title;
      table.classList.toggle("both", count >= words.length - 3); // of so few words all are here, the most unlike ones too
      rows(count).forEach((row, i) => {
        const word = found ? words[found[2 * i]] : undefined;
        const cosine = found && word !== undefined ? found[2 * i + 1] : NaN;
        const button = /** @type {HTMLButtonElement} */ (row.cells[0].firstElementChild);
        wordButton(button, word ?? "", chosen);
        row.classList.toggle("none", word === undefined);
        const bar = /** @type {HTMLElement} */ (row.cells[1].firstElementChild);
        bar.style.setProperty("--c", Number.isFinite(cosine) ? cosine.toFixed(3) : "0");
        bar.classList.toggle("neg", cosine < 0);
        const said = word === undefined ? "" : hundredths(cosine);
        if (row.cells[2].textContent !== said) row.cells[2].textContent = said;
      });
    },
  };
}

/** A cosine: always two decimals, so that nothing moves but digits. @param {number} cosine */
export function hundredths(cosine) {
  if (!Number.isFinite(cosine)) return "–";
  return cosine.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");
}
