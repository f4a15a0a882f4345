/** What a student types, as words of a text: found whatever their capitals, or else those that are spelled most like them. */

/** @typedef {import("./words.js").Vocabulary} Vocabulary */

const OFFERED = 3;

/** A word of the vocabulary; "": it is not there. @param {string} typed @param {Vocabulary} vocabulary */
export function found(typed, { ids }) {
  const word = typed.trim().normalize("NFC");
  return [typed.trim(), word, word.toLowerCase()].find((one) => ids.has(one)) ?? "";
}

/** The words of a line. A comma divides them, but not within a word such as 1,5. @param {string} line @param {Vocabulary} vocabulary */
export function listed(line, vocabulary) {
  return line.split(/\s+/u).flatMap((piece) => divided(piece, vocabulary));
}

/** What stands between two spaces: 1,5,fox are 1,5 and fox where the text has 1,5. @param {string} piece @param {Vocabulary} vocabulary */
function divided(piece, vocabulary) {
  const parts = piece.split(/([,;،、，])/u); // in turn a word, what divides it from the next, and the next
  const words = [];
  for (let from = 0; from < parts.length;) {
    let to = parts.length;
    while (to > from + 1 && !found(parts.slice(from, to).join(""), vocabulary)) to -= 2;
    words.push(parts.slice(from, to).join(""));
    from = to + 1;
  }
  return words.filter(Boolean);
}

/** The words that are spelled most like one, the nearest first. @param {string} typed @param {Vocabulary} vocabulary @returns {string[]} */
export function like(typed, { words }) {
  const letters = [...typed.trim().normalize("NFC").toLowerCase()];
  const most = Math.max(1, Math.floor(letters.length / 3)); // letters that may be wrong
  if (letters.length < 2) return [];
  const near = words.flatMap((word) => {
    const others = [...word.toLowerCase()];
    if (Math.abs(others.length - letters.length) > most) return [];
    const steps = distance(letters, others);
    return steps <= most && steps < others.length ? [{ word, steps }] : [];
  });
  return near.sort((a, b) => a.steps - b.steps).slice(0, OFFERED).map(({ word }) => word); // of those as near, the most frequent
}

/** How many letters have to be put in, taken out, exchanged, or swapped with the one beside them. @param {string[]} a @param {string[]} b */
export function distance(a, b) {
  /** @type {number[][]} */
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, rows[i - 2][j - 2] + 1);
      rows[i].push(least);
    }
  }
  return rows[a.length][b.length];
}
