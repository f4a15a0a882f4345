/**
 * A number knob's value in words: in its field, in a sentence, and as a person types it.
 *
 * @typedef {import("./types.js").Knob} Knob
 */
import { editable, exact, parse, plain } from "./format.js";

/** What a form calls a knob: "Learning rate α". @param {Knob} knob */
export function called({ label, symbol }) {
  return `${label} ${symbol}`.trim();
}

/** In a sentence; the word for the greatest value, where there is one. @param {Knob | undefined} knob @param {unknown} value */
export function said(knob, value) {
  if (value === "" && knob?.none) return knob.none;
  return knob?.top && value === knob.high ? knob.top : plain(value);
}

/** How each of some values is written: shortly, and with all digits where two of them would else look alike.
 * @template T @param {T[]} values @param {(value: T) => string} shortly @returns {(value: T) => string} */
export function apart(values, shortly) {
  const alike = new Set(values.map(shortly)).size < new Set(values).size;
  return alike ? (value) => (typeof value === "number" ? exact(value) : shortly(value)) : shortly;
}

/** In its field. @param {Knob} knob @param {number} value */
export function spelled(knob, value) {
  return knob.top && value === knob.high ? knob.top : editable(value);
}

/** What was typed, or null. In a whole number commas can only stand between thousands. @param {Knob} knob @param {string} text */
export function understood(knob, text) {
  if (knob.top && text.trim().toLowerCase() === knob.top) return knob.high;
  return parse(knob.kind === "int" ? text.replace(/,(?=\d{3}(\D|$))/g, "") : text);
}

/** Whether the knob takes a value; `most` may lie below its own end, where there are only so many.
 * @param {Knob} knob @param {number | null} value @param {number} most @returns {value is number} */
export function takes(knob, value, most) {
  if (value === null) return false;
  if (knob.top && value === knob.high) return true;
  return value >= (knob.low ?? -Infinity) && value <= most && (knob.kind === "float" || Number.isInteger(value));
}

/** Whether a text is one that the knob can be. @param {Knob} knob @param {string} text */
export function follows({ pattern, high }, text) {
  return text.length <= (high ?? Infinity) && (!pattern || new RegExp(`^(?:${pattern})$`).test(text));
}

/** The sentence for what it does not take. @param {Knob} knob @param {string} typed @param {number} most */
export function cannot(knob, typed, most) {
  const given = typed.trim().length > 40 ? `“${typed.trim().slice(0, 39)}…”` : typed.trim() ? `“${typed.trim()}”` : "empty";
  return `${called(knob)} cannot be ${given}: allowed is ${knob.kind === "text" ? knob.allowed : range(knob, most)}.`;
}

/** The same where the value that was there is put back. @param {Knob} knob @param {string} typed @param {number} most @param {number} now */
export function refusal(knob, typed, most, now) {
  return `${cannot(knob, typed, most)} It stays at ${plain(now)}.`;
}

/** @param {Knob} knob @param {number} most */
export function range(knob, most) {
  const or = knob.top ? `, or ${knob.top}` : "";
  return `${knob.kind === "int" ? "a whole number" : "a number"} from ${plain(knob.low)} to ${plain(most)}${or}`;
}
