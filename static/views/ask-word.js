/** A word among answers: a button that leads to its place on the map. */
import { isolated } from "./words.js";

/** A button without a word, or one that has one from now on. @param {HTMLButtonElement} [button] @param {string} [word] @param {unknown} [chosen]  the word that is looked at */
export function wordButton(button = document.createElement("button"), word = "", chosen = null) {
  if (!button.firstElementChild) {
    Object.assign(button, { type: "button", className: "word" });
    button.append(document.createElement("bdi"));
  }
  if (button.dataset.word !== word) {
    button.dataset.word = word;
    button.title = word && `${isolated(word)}: show it on the map`;
    /** @type {HTMLElement} */ (button.firstElementChild).textContent = word;
    button.disabled = !word;
  }
  const pressed = String(Boolean(word) && word === chosen);
  if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  return button;
}

/** @param {HTMLElement} around @param {(word: string) => void} choose */
export function listenForWords(around, choose) {
  around.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("button.word")) : null;
    if (button?.dataset.word) choose(button.dataset.word);
  });
}
