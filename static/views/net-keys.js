/** A walk through a network by arrow keys: from unit to unit within a layer, along lines from layer to layer. */

/** @typedef {import("./net-stage.js").Spot} Spot */

/** Where a key leads to, or null where it has no meaning here. @param {Spot | null} at @param {string} key @param {number[]} sizes @returns {Spot | null} */
export function walk(at, key, sizes) {
  const turn = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[key];
  const way = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (turn === undefined && way === undefined) return null;
  if (!at) return { kind: "unit", l: 1, j: 0 };
  const among = (/** @type {number} */ now, /** @type {number} */ many) => Math.max(0, Math.min(many - 1, now + (turn ?? 0)));
  if (at.kind === "unit") {
    const { l, j } = at;
    if (way === undefined) return { kind: "unit", l, j: among(j, sizes[l - 1]) };
    if (!sizes[l - 1 + way]) return at;
    const other = opposite(j, sizes[l - 1], sizes[l - 1 + way]);
    return way > 0 ? { kind: "edge", k: l, i: j, j: other, from: "below" } : { kind: "edge", k: l - 1, i: other, j, from: "above" };
  }
  const { k, i, j, from = "above" } = at;
  if (way !== undefined) return way > 0 || i < 0 ? { kind: "unit", l: k + 1, j } : { kind: "unit", l: k, j: i };
  if (i < 0) return { kind: "edge", k, i, j: among(j, sizes[k]), from };
  return from === "below" ? { kind: "edge", k, i, j: among(j, sizes[k]), from } : { kind: "edge", k, i: among(i, sizes[k - 1]), j, from };
}

/** The unit at the same height among others. @param {number} j @param {number} many @param {number} others */
function opposite(j, many, others) {
  return many > 1 ? Math.round((j * (others - 1)) / (many - 1)) : Math.floor((others - 1) / 2);
}
