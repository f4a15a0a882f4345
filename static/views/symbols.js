/** Characters that cannot be seen, as they are shown in a picture: a space, a line's end, a joiner, a lone accent. */
import { isolated } from "./words.js";

const NAMES = /** @type {Record<string, string>} */ ({ " ": "␣", "\u00a0": "␣", "\n": "↵", "\t": "⇥", "": "␣" });

/** @param {string | undefined} symbol */
export function visible(symbol) {
  if (symbol === undefined) return "–";
  if (symbol in NAMES) return NAMES[symbol];
  if (/^\p{M}/u.test(symbol)) return `◌${symbol}`; // upon a letter that is not there
  if (/^[\p{C}\p{Z}]$/u.test(symbol)) return `U+${(symbol.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return isolated(symbol);
}
