/** An axis between two words or two groups of words: how its ends are written, and its form. */
import { found, like, listed } from "./spellings.js";
import { isolated } from "./words.js";

/** @typedef {import("./words.js").Vocabulary} Vocabulary */

const MOST = 240; // letters of one end, as the server takes them

/** The words of an end as typed, and those that are not in the text. @param {string} typed @param {Vocabulary} vocabulary */
export function parsed(typed, vocabulary) {
  const words = listed(typed.replaceAll("/", " "), vocabulary);
  return { words: words.map((word) => found(word, vocabulary)), strange: words.filter((word) => !found(word, vocabulary)) };
}

/** The words of an end that is looked at: king, or king/man. @param {unknown} end @returns {string[]} */
export function members(end) {
  return String(end).split("/").map((word) => word.trim());
}

/** Whether such a wish can be sent; else what is wrong. @param {string[]} typed @param {Vocabulary} vocabulary
 * @returns {{ends: [string, string]} | {wrong: string}} */
export function checked(typed, vocabulary) {
  const [first, second] = typed.map((one) => parsed(one, vocabulary));
  const strange = [...first.strange, ...second.strange];
  if (strange.length) {
    const meant = [...new Set(strange.flatMap((word) => like(word, vocabulary)))];
    return { wrong: `${strange.map((word) => `“${isolated(word)}”`).join(" and ")} ${strange.length > 1 ? "are" : "is"} not among the words of this text.${meant.length ? ` Spelled alike: ${meant.map(isolated).join(", ")}.` : ""}` };
  }
  if (!first.words.length || !second.words.length) return { wrong: "An axis needs two ends: a word, or several with commas, in each field." };
  const ends = /** @type {[string, string]} */ ([first, second].map(({ words }) => words.join("/")));
  if (ends.some((end) => end.length > MOST)) return { wrong: `An end can have ${MOST} letters at most.` };
  const same = first.words.length === second.words.length && first.words.every((word) => second.words.includes(word));
  return same ? { wrong: "Both ends are the same: between them is no way." } : { ends };
}

/** @param {HTMLElement} element @param {{vocabulary: () => Vocabulary | null, look: (axis: string[]) => void, opened: (open: boolean) => void}} options */
export function form(element, { vocabulary, look, opened }) {
  element.innerHTML = `<form class="axis-form" hidden><label>from <input class="text" type="text" dir="auto" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="king, man"></label>
    <label>to <input class="text" type="text" dir="auto" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="queen, woman"></label>
    <button type="submit">Draw</button><button type="button" class="ghost">Let go</button><p class="note" role="status"></p></form>`;
  const box = /** @type {HTMLFormElement} */ (element.firstElementChild);
  const fields = [...box.querySelectorAll("input")];
  const note = /** @type {HTMLElement} */ (box.querySelector(".note"));
  let known = "";
  const HINT = "Click two words on the map, or type them; several with commas make one end.";

  function draw() {
    const words = vocabulary();
    if (!words) return;
    const wish = checked(fields.map(({ value }) => value), words);
    if ("wrong" in wish) return void (note.textContent = wish.wrong);
    known = String(wish.ends);
    note.textContent = "";
    look(wish.ends);
  }

  function letGo() {
    const there = known !== "";
    known = "";
    fields.forEach((field) => (field.value = ""));
    open(false);
    if (there) look([]);
  }

  /** @param {boolean} there */
  function open(there) {
    box.hidden = !there;
    note.textContent = there && !known ? HINT : "";
    opened(there);
  }

  box.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    letGo();
  });
  /** @type {HTMLElement} */ (box.querySelector(".ghost")).addEventListener("click", letGo);

  return {
    open, letGo,
    get there() {
      return !box.hidden;
    },
    /** @param {unknown} wish  as it was asked for, here or by a link */
    follow(wish) {
      const ends = Array.isArray(wish) ? wish : [];
      if (String(ends) === known) return;
      if (!ends.length && !known) return;
      known = String(ends);
      fields.forEach((field, i) => (field.value = ends[i] === undefined ? "" : members(ends[i]).join(", ")));
      open(ends.length > 0);
    },
    /** A word clicked on the map: it goes into the first empty end. True: it was taken. @param {string} word */
    take(word) {
      const empty = box.hidden || known ? undefined : fields.find(({ value }) => !value.trim());
      if (!empty) return false;
      empty.value = word;
      if (fields.every(({ value }) => value.trim())) draw();
      return true;
    },
    focus: () => fields[0].focus(),
  };
}
