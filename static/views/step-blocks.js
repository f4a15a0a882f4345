/**
 * How the matrices of a step stand on the page: block by block, and in a block equation by equation. Where an equation is
 * too long for the page it breaks as on paper: before = or →, else before a further term, which is indented; never between
 * two factors, and no sign stands alone.
 *
 *   line   = sum, result, …        sum = product, further terms        product = factors
 *   a² W² + b² = z³                a² W² + b²                           a² W²
 *
 * @typedef {import("./matrix.js").Matrix} Matrix
 * @typedef {import("./step-parts.js").Part} Part
 */

/** Forward, backward, update: each with its matrices in the order in which they follow.
 * @param {Matrix[]} matrices @param {boolean} alone only those of one stage, with all that goes into it */
export function blocks(matrices, alone) {
  /** @type {Map<string, Matrix[]>} */
  const found = new Map();
  for (const each of matrices) found.set(each.part.block, [...(found.get(each.part.block) ?? []), each]);
  return [...found].map(([title, own]) => {
    const block = box("block");
    const scroll = box("scroll");
    const eq = scroll.appendChild(box("eq"));
    if (alone || title === "Forward") eq.append(...equations(own, alone));
    else eq.append(...own.map(({ element }) => element)); // each says above itself what it is made of
    block.append(Object.assign(document.createElement("h3"), { textContent: title }), scroll);
    return block;
  });
}

/** @param {Matrix[]} matrices @param {boolean} alone */
function equations(matrices, alone) {
  /** @type {HTMLElement[]} */
  const lines = [];
  let [sum, product] = [box("sum"), box("product")];
  matrices.forEach(({ part, element }, at) => {
    const begins = at === 0 || (alone ? opens(part) : /^(a|yhat)/.test(part.stage) && part.sign !== "");
    if (begins) lines.push(box("line"));
    const line = lines[lines.length - 1];
    const signed = part.sign && (!begins || !alone) ? [Object.assign(document.createElement("span"), { className: "op", innerHTML: part.sign }), element] : [element];
    if (!begins && isFactor(part)) return product.append(element);
    const group = box(part.id === "J" ? "bound" : "product");
    group.append(...signed);
    if (begins || /[=→]$/.test(part.sign) || !part.sign || part.id === "J") {
      sum = line.appendChild(box("sum"));
      product = group;
    }
    sum.append(group);
  });
  return lines;
}

/** Of a run that has diverged, instead of the update: room for the words that say why none is made. */
export function refusal() {
  const block = box("block");
  block.append(Object.assign(document.createElement("h3"), { textContent: "Update" }), Object.assign(document.createElement("p"), { className: "refused" }));
  return block;
}

/** Whether another equation begins with it, of one stage: δ first, then what it makes of W; an update for each W and b. @param {Part} part */
const opens = (part) => (part.turned && part.samples !== "") || (part.stage === "update" && /^[Wb]/.test(part.id));

/** W, which is multiplied with what stands before it. @param {Part} part */
const isFactor = ({ id, stage }) => id[0] === "W" && stage !== "update";

/** @param {string} name */
function box(name) {
  return Object.assign(document.createElement("div"), { className: name });
}
