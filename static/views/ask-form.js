/** The fields of a question: words as they are typed, and a sentence with the nearest spellings where there is no such word. */
import { KINDS } from "./ask-first.js";
import { found, like, listed } from "./spellings.js";
import { isolated } from "./words.js";

/**
 * @typedef {import("./ask-first.js").Kind} Kind
 * @typedef {import("./words.js").Vocabulary} Vocabulary
 */

const MOST = 24; // words that are compared at once, as the server has it
const LONGEST = 60; // letters of a word that is told in a sentence

/** @param {HTMLElement} element
 * @param {{actions: import("../types.js").Actions, ask: (kind: Kind, words: string[]) => void, count: () => string, left: () => boolean}} options
 *   count: how many words the text has; left: whether rare ones have been left out */
export function questionForm(element, { actions, ask, count, left }) {
  const refusal = /** @type {HTMLElement} */ (element.querySelector("[data-part=refusal]"));
  const forms = new Map(KINDS.map((kind) => [kind, /** @type {HTMLFormElement} */ (element.querySelector(`form[data-ask=${kind}]`))]));
  /** @type {Map<Kind, string>} */
  const answered = new Map(); // what each form held when it was last understood
  /** @type {Vocabulary | null} */
  let vocabulary = null;

  for (const [kind, form] of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      read(kind, true);
    });
    form.addEventListener("change", () => read(kind, false));
    form.addEventListener("input", (event) => {
      if (/** @type {InputEvent} */ (event).inputType === "insertReplacementText") read(kind, false); // chosen from the list
    });
    for (const field of fields(kind)) field.readOnly = !actions.may("questions");
  }

  /** @param {Kind} kind */
  function fields(kind) {
    return /** @type {HTMLInputElement[]} */ ([...(forms.get(kind)?.querySelectorAll("input") ?? [])]);
  }

  /** @param {Kind} kind @param {boolean} whole  all that is needed should be there by now */
  function read(kind, whole) {
    if (!vocabulary) return;
    const inputs = fields(kind);
    const held = inputs.map(({ value }) => value).join("\n");
    if (held === answered.get(kind)) return refuse("");
    const typed = kind === "similarity" ? listed(inputs[0].value, vocabulary) : inputs.map(({ value }) => value.trim());
    const words = typed.map((one) => one && found(one, /** @type {Vocabulary} */ (vocabulary)));
    const lost = typed.findIndex((one, i) => one && !words[i]);
    const field = inputs[kind === "similarity" ? 0 : lost];
    if (lost >= 0) return unknown(kind, field, typed[lost]);
    const some = kind === "similarity" ? [...new Set(words)] : words;
    const sentence = lacking(kind, some);
    if (sentence) return void (whole && refuse(sentence, inputs.find(({ value }) => !value.trim()) ?? inputs[0]));
    refuse("");
    if (kind !== "similarity") inputs.forEach((input, i) => (input.value = words[i]));
    answered.set(kind, inputs.map(({ value }) => value).join("\n"));
    ask(kind, some);
  }

  /** What is still to be typed. @param {Kind} kind @param {string[]} words */
  function lacking(kind, words) {
    if (kind === "neighbours") return words[0] ? "" : "Type a word of this text.";
    if (kind === "analogy") return words.every(Boolean) ? "" : "Type three words of this text.";
    if (words.length < 2) return "Type two words or more, with spaces between them.";
    return words.length > MOST ? `These are ${words.length} words; up to ${MOST} can be compared.` : "";
  }

  /** @param {Kind} kind @param {HTMLInputElement} field @param {string} typed */
  function unknown(kind, field, typed) {
    const near = like(typed, /** @type {Vocabulary} */ (vocabulary));
    const letters = [...typed];
    const told = letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : typed;
    refuse(`“${isolated(told)}” is not among this text’s ${count()} words${near.length ? ": " : left() ? "; rarer ones are left out." : "."}`, field);
    near.forEach((word, i) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "ghost" });
      button.append(Object.assign(document.createElement("bdi"), { textContent: `${word}?` }));
      button.addEventListener("click", () => {
        field.value = kind === "similarity" ? field.value.replace(typed, () => word) : word;
        field.focus();
        read(kind, false);
      });
      refusal.append(...(i ? [" "] : []), button);
    });
    actions.say(refusal.textContent ?? "");
  }

  /** @param {string} sentence @param {HTMLInputElement} [at] */
  function refuse(sentence, at) {
    for (const kind of KINDS) for (const field of fields(kind)) field.setAttribute("aria-invalid", String(field === at));
    if (refusal.textContent !== sentence) refusal.replaceChildren(sentence);
    if (sentence && at) actions.say(sentence);
  }

  return {
    refuse,
    /** @param {Vocabulary} words */
    words: (words) => void (vocabulary = words),
    /** @param {Kind} next */
    open(next) {
      for (const [kind, form] of forms) form.hidden = kind !== next;
      refuse("");
    },
    /** @param {Kind} kind @param {string[]} words */
    fill(kind, words) {
      const inputs = fields(kind);
      inputs.forEach((input, i) => (input.value = kind === "similarity" ? words.join(" ") : words[i] ?? ""));
      answered.set(kind, inputs.map(({ value }) => value).join("\n"));
    },
  };
}
