/**
 * A network's letters with the number of their layer: upright and in a colour of its own, for z² is z of layer 2, not z
 * squared. As markup for a caption (`letter`), and as plain text for those who hear it (`plainly`).
 */

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {string} name @param {number} layer @param {string} [after] what stands beside the layer: ⊤ for a transposed matrix */
export function letter(name, layer, after = "") {
  return `<var>${name}</var><sup class="layer" title="layer ${layer}, not ${power(layer)}">${layer}${after}</sup>`;
}

/** One cell: z³ of row 2, column 1. @param {string} markup a letter @param {number} row @param {number} column counted from 0 */
export function indexed(markup, row, column) {
  const apart = row > 8 || column > 8 ? "," : "";
  return `${markup}<sub>${row + 1}${apart}${column + 1}</sub>`;
}

/** @param {string} name @param {number} layer */
export function plainly(name, layer) {
  return name + [...String(layer)].map((digit) => RAISED[Number(digit)]).join("");
}

/** @param {string} over @param {string} under both markup */
export function slope(over, under) {
  return `∂${over}/∂${under}`;
}

/** What the layer is mistaken for. @param {number} layer */
function power(layer) {
  return { 2: "squared", 3: "cubed" }[layer] ?? `to the power of ${layer}`;
}
