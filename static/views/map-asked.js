/** The words that are asked about, as the answers in a frame tell: always written on the map, and an analogy's ways drawn. */

/**
 * @typedef {[number, number, number, number]} Analogy  a, b, c, and the word that is nearest to a − b + c
 * @typedef {{words: number[], analogy: Analogy | null}} Asked
 */

/** @param {import("../types.js").Frame} frame  of one run @returns {Asked} */
export function askedOf({ arrays }) {
  const ids = [...(arrays.asked?.data ?? [])];
  const three = ids.slice(1, 4);
  const answer = arrays.answers?.data[0] ?? -1;
  const whole = three.length === 3 && three.every((v) => v >= 0) && answer >= 0;
  const analogy = whole ? /** @type {Analogy} */ ([...three, answer]) : null;
  return { words: [...new Set([...ids, ...(analogy ?? [])])].filter((v) => v >= 0), analogy };
}
