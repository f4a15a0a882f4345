/** A field that finds a word of the text: type its beginning, choose from those that begin or go on like it. */
import { isolated } from "./words.js";

const MOST = 8; // suggestions

/** Words for what was typed: the word itself, those that begin so, those that hold it; among equals the frequent first.
 * @param {string[]} words @param {string} typed @param {number} [most] @returns {number[]} */
export function suggested(words, typed, most = MOST) {
  const wish = typed.trim().toLocaleLowerCase();
  if (!wish) return [];
  /** @type {number[][]} */
  const ranks = [[], [], []];
  words.forEach((word, v) => {
    const at = word.toLocaleLowerCase().indexOf(wish);
    if (at >= 0) ranks[at > 0 ? 2 : word.length === wish.length ? 0 : 1].push(v);
  });
  return ranks.flat().slice(0, most);
}

let made = 0;

/** @param {HTMLElement} place @param {{words: () => string[], aside: (v: number) => string, choose: (v: number) => void, say: (text: string) => void}} options */
export function create(place, { words, aside, choose, say }) {
  const id = `find-word-${++made}`;
  place.classList.add("find");
  const field = Object.assign(document.createElement("input"), { type: "text", className: "text", dir: "auto", placeholder: "Find a word", autocomplete: "off", spellcheck: false });
  field.setAttribute("autocapitalize", "off");
  const marks = { role: "combobox", "aria-label": "Find a word on the map", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
  for (const [name, value] of Object.entries(marks)) field.setAttribute(name, value);
  const list = Object.assign(document.createElement("ul"), { id, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Words");
  place.append(field, list);
  /** @type {number[]} */
  let found = [];
  let active = 0;

  function offer() {
    found = suggested(words(), field.value);
    active = 0;
    list.replaceChildren(...found.map((v, i) => {
      const item = Object.assign(document.createElement("li"), { id: `${id}-${i}`, textContent: isolated(words()[v]) });
      item.setAttribute("role", "option");
      item.append(Object.assign(document.createElement("small"), { textContent: aside(v) }));
      return item;
    }));
    if (field.value.trim() && !found.length) list.append(Object.assign(document.createElement("li"), { className: "none", textContent: "No such word in this text" }));
    open(field.value.trim() !== "");
  }

  /** @param {boolean} there */
  function open(there) {
    list.hidden = !there;
    field.setAttribute("aria-expanded", String(there && found.length > 0));
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(found.length > 0 && i === active)));
    if (there && found.length) field.setAttribute("aria-activedescendant", `${id}-${active}`);
    else field.removeAttribute("aria-activedescendant");
  }

  /** @param {number} i */
  function take(i) {
    if (found[i] === undefined) return void (field.value.trim() && say("No such word in this text."));
    field.value = words()[found[i]];
    open(false);
    choose(found[i]);
  }

  field.addEventListener("input", offer);
  field.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") {
      if (list.hidden) offer();
      take(active);
    } else if (event.key === "Escape" && (!list.hidden || field.value)) {
      field.value = "";
      open(false);
    } else if (way && found.length) {
      active = (active + way + found.length) % found.length;
      open(true);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = /** @type {Element} */ (event.target).closest("[role=option]");
    if (item) take([...list.children].indexOf(item));
  });
  field.addEventListener("blur", () => open(false));
  return { field };
}
