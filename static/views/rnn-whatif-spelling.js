/** What a student writes, as the symbols that a network knows; or in words why not. */

/** @typedef {{ids: number[], wrong: string}} Spelled  wrong: a sentence, "" if nothing is */

const LISTED = 5; // unknown ones that are named
const SHORT = 20; // letters of one

/** A sentence in the network's own words; capitals and punctuation do not matter. @param {string} text @param {string[]} known @param {number} room @returns {Spelled} */
export function sentenceOf(text, known, room) {
  const words = text.toLowerCase().split(/[\s.,;:!?"“”„…]+/u).filter(Boolean);
  if (!words.length) return { ids: [], wrong: `Write a sentence of the words that it knows: ${known.join(", ")}.` };
  const strange = [...new Set(words.filter((word) => !known.includes(word)))];
  if (strange.length) return { ids: [], wrong: `It has never seen ${listed(strange)}. It knows: ${known.join(", ")}.` };
  if (words.length > room) return { ids: [], wrong: `These are ${words.length} words: there is room for ${room}, as many as there are time steps.` };
  return { ids: words.map((word) => known.indexOf(word)), wrong: "" };
}

/** Characters, one a time step. @param {string} text @param {string[]} known @param {number} room @returns {Spelled} */
export function charactersOf(text, known, room) {
  const letters = lettersOf(text);
  if (!letters.length) return { ids: [], wrong: "Write at least one character." };
  const strange = strangeIn(letters, known);
  if (strange) return { ids: [], wrong: `${strange}.` };
  if (letters.length > room) return { ids: [], wrong: `These are ${letters.length} characters: there is room for ${room}, as many as there are time steps.` };
  return { ids: letters.map((letter) => known.indexOf(letter)), wrong: "" };
}

/** What of a beginning a network that writes passes over; "" if nothing. @param {string} text @param {string[]} known */
export function passedOver(text, known) {
  const strange = strangeIn(lettersOf(text), known);
  return strange && `${strange}: it passes over that.`;
}

/** @param {string} text */
function lettersOf(text) {
  return [...text.replace(/\r\n?/g, "\n").normalize("NFC")].map((letter) => (letter === "\n" ? "↵" : letter));
}

/** @param {string[]} letters @param {string[]} known */
function strangeIn(letters, known) {
  const strange = [...new Set(letters.filter((letter) => !known.includes(letter)))];
  return strange.length ? `${listed(strange)} ${strange.length > 1 ? "are" : "is"} not among the ${known.length} characters of its text` : "";
}

/** @param {string[]} strange */
function listed(strange) {
  const quoted = strange.slice(0, LISTED).map((one) => `“${one.length > SHORT ? `${one.slice(0, SHORT)}…` : one}”`);
  if (strange.length > LISTED) return `${quoted.join(", ")} and ${strange.length - LISTED} more`;
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")} and ${quoted[quoted.length - 1]}` : quoted[0];
}
