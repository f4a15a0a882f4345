/** Why a word moves: the pulls and pushes that its next step is the sum of, as a table. */
import { count, num } from "../format.js";
import * as link from "../link.js";
import { say } from "../written.js";
import { epsilonOf } from "./count-tables.js";
import { explained, forcesOf, wayOf } from "./forces.js";
import { short, TOGETHER } from "./pull-lens.js";
import { fullest, heads, notes, said, things, weighed } from "./why-words.js";
import { vocabulary } from "./words.js";

/** @typedef {import("../types.js").Frame} Frame */
/** @typedef {import("./forces.js").Forces} Forces */

const [ROWS, NOTES] = [6, 12]; // letters of the words that room is made for: in a table a longer one has a line more, but seldom

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions}} options @returns {import("../types.js").View} */
export function create(element, { actions }) {
  const card = /** @type {HTMLElement} */ (element.closest("[data-picture]") ?? element);
  const title = /** @type {HTMLElement | null} */ (card.querySelector("[data-said=why]"));
  element.classList.add("why");
  element.innerHTML = `<label class="whose">Word <select autocomplete="off" aria-label="Word whose movement is explained"></select></label>
    <div class="scroll"><table class="plain" aria-label="What moves the word"></table></div><div class="said"></div>`;
  const chooser = /** @type {HTMLSelectElement} */ (element.querySelector("select"));
  const [whose, scroll] = [".whose", ".scroll"].map((name) => /** @type {HTMLElement} */ (element.querySelector(name)));
  const table = /** @type {HTMLTableElement} */ (element.querySelector("table"));
  const note = /** @type {HTMLElement} */ (element.querySelector(".said"));
  const known = { list: "", table: "", note: "" };
  const [kept, keptNote] = [keeping(scroll), keeping(note)];
  let [setUp, wide] = ["", 0];

  /** @param {Frame} frame  of one run */
  function update(frame) {
    const words = vocabulary(frame);
    if (!words || !frame.arrays.focus) return;
    const lsa = frame.config.method === "lsa";
    const forces = forcesOf(frame);
    const word = explained(frame);
    const named = lsa || word < 0 ? "Why a word moves" : `Why “${short(words.words[word] ?? "")}” moves`;
    say(title, named);
    whose.hidden = scroll.hidden = lsa;
    if (lsa) return tell("<p class=\"note\">No gradient moves a word here: all turn at once. LSA has no batch; every step looks at the whole table, multiplies all vectors by it and makes them orthonormal again.</p>");
    offer(frame, words.words, word);
    makeRoom(frame, words.words);
    table.hidden = !forces?.rows.length;
    if (!forces) return tell('<p class="note">The forces are beyond all measure.</p>');
    write(tabled(forces));
    table.classList.toggle("weighed", weighed(forces.way));
    kept.hold();
    tell(noted(forces, frame.config));
    keptNote.hold();
  }

  /** As high as all of it can be, so that from step to step nothing below it jumps: measured once for each set-up and width.
   * @param {Frame} frame @param {string[]} words */
  function makeRoom({ config, arrays }, words) {
    const { method, optimizer, batch_size: size } = config;
    const way = /** @type {import("./forces.js").Way} */ (wayOf(config));
    const now = JSON.stringify([way, method, optimizer, size, Number(config.clip) > 0 || Number(config.row_limit) > 0, words.length]);
    if (now === setUp || !element.clientWidth) return;
    [kept, keptNote].forEach((keep) => keep.anew());
    [setUp, wide] = [now, element.clientWidth];
    const most = (/** @type {number} */ letters) => fullest(way, words, letters, Number(size), epsilonOf(config, arrays.cell?.data));
    table.hidden = false;
    table.classList.toggle("weighed", weighed(way));
    write(tabled(most(ROWS)));
    tell(noted(most(NOTES), config));
    [kept, keptNote].forEach((keep) => keep.hold());
  }

  /** The words that this batch moves, and the one that was asked for. @param {Frame} frame @param {string[]} words @param {number} word */
  function offer(frame, words, word) {
    const movers = [...(frame.arrays.movers?.data ?? [])];
    const asked = String(frame.look.word ?? "");
    const key = `${movers} ${word} ${asked} ${words.length}`;
    if (key === known.list || (document.activeElement === chooser && frame.playing)) return; // a list that is open stays as it is
    known.list = key;
    const listed = movers.includes(word) || word < 0 ? movers : [word, ...movers];
    chooser.replaceChildren(new Option("the one in focus", ""), ...listed.map((v) => new Option(words[v], words[v])));
    chooser.value = asked && words[word] === asked ? asked : "";
  }

  /** @param {string} html */
  function write(html) {
    if (html === known.table) return;
    const held = table.contains(document.activeElement) ? document.activeElement?.getAttribute("data-link") : null;
    table.innerHTML = known.table = html; // escaped words, our own sentences, numbers
    if (held) /** @type {HTMLElement | null} */ (table.querySelector(`[data-link="${held}"]`))?.focus({ preventScroll: true });
    link.refresh();
  }

  /** @param {string} html */
  function tell(html) {
    if (html !== known.note) note.innerHTML = known.note = html;
  }

  chooser.addEventListener("change", () => actions.look({ word: chooser.value }));

  return {
    update,
    resize() {
      if (element.clientWidth !== wide) setUp = ""; // a page that only grows higher leaves all as it is
    },
  };
}

/** @param {Forces} forces */
function tabled(forces) {
  const names = heads(forces);
  const rows = bySize(forces.rows).map((row) => {
    const cells = [...(weighed(forces.way) ? [weight(row.weight)] : []), number(row.wanted), number(row.now)].map((value) => `<td class="r">${value}</td>`).join("");
    return `<tr data-link="${row.also ? `${row.link} ${row.also}` : row.link}" tabindex="0"><td>${said(row, forces)}</td>${cells}<td class="r g">${difference(row.wanted, row.now)}</td></tr>`;
  });
  const total = rows.length ? `<tr class="sum" data-link="${TOGETHER}" tabindex="0"><td>together</td><td class="r" colspan="${names.length + 1}"><span class="g">‖Σ‖ = ${num(forces.length)}</span></td></tr>` : "";
  return `<thead><tr><th>${things(forces.way)}</th>${names.map((head) => `<th class="r">${head}</th>`).join("")}<th class="r">difference</th></tr></thead><tbody>${rows.join("")}${total}</tbody>`;
}

/** @param {Forces} forces @param {import("../types.js").Config} config */
function noted(forces, config) {
  return notes(forces, config).map((line, i) => `<p class="note${i === 2 ? " may" : ""}">${line}</p>`).join("");
}

/** The greatest difference first; what is summed up comes last. @template {{strength: number, rest: boolean}} T @param {T[]} rows @returns {T[]} */
export function bySize(rows) {
  return [...rows].sort((a, b) => Number(a.rest) - Number(b.rest) || Math.abs(b.strength) - Math.abs(a.strength));
}

/** Holds a place as high as it has been, so that from step to step nothing below it jumps. @param {HTMLElement} place */
function keeping(place) {
  let most = 0;
  return {
    hold() {
      const height = Math.ceil(place.getBoundingClientRect().height); // of a line of text it need not be a whole number
      if (height <= most) return;
      most = height;
      place.style.minHeight = `${most}px`;
    },
    anew() {
      most = 0;
      place.style.minHeight = "";
    },
  };
}

/** A share, with as many digits as the others. @param {number} x */
function number(x) {
  if (!Number.isFinite(x)) return "–";
  if (Math.abs(x - 1) < 1e-6) return "1"; // wanted, and nothing else
  return Math.abs(x) >= 100 ? num(x) : (Math.abs(x) < 5e-4 ? "0" : x.toFixed(3).replace("-", "−"));
}

/** How many ask: whole where each counts as one. @param {number} x */
function weight(x) {
  return Math.abs(x - Math.round(x)) < 1e-5 ? count(Math.round(x)) : number(x);
}

/** What a student gets who takes one number from the other, as they are written. @param {number} wanted @param {number} now */
export function difference(wanted, now) {
  const written = [wanted, now].map((x) => (Math.abs(x) < 100 ? Number(x.toFixed(3)) : x));
  const x = written[0] - written[1];
  const said = number(x);
  return said === "0" || said === "–" || x < 0 ? said : `+${said}`;
}
