/**
 * One update as matrices: which there are, what they are called, what is in them and what follows from what. Made anew
 * when the network is another; the numbers in them are read from `now`, which changes with every frame.
 *
 *   X W¹ (+ b¹) = z²   f → a²   a² W² = z³   f → ŷ   (ŷ − y)²   mean J
 *   δ³   ∂J/∂W² = a²ᵀ δ³   δ² = δ³ W²ᵀ ∘ f′(z²)   ∂J/∂W¹ = Xᵀ δ²   …   W − α ∂J/∂W
 *
 * @typedef {import("./step-sums.js").Sum} Sum
 * @typedef {import("./step-sums.js").Now} Now
 *
 * @typedef {object} Part                one matrix
 * @property {string} id                 z2, gW1; of an operand that stands here once more, the same
 * @property {string} stage              in which it stands (static/stages.js)
 * @property {"Forward" | "Backward, by the chain rule" | "Update"} block
 * @property {string} sign               markup of what stands before it
 * @property {string} cap                markup of its name
 * @property {string} from               markup of the equation that it is the result of
 * @property {string} plain              its name for those who hear it
 * @property {string} one                markup of the letter of one of its cells
 * @property {number} rows
 * @property {number} cols
 * @property {"plain" | "signed" | "gradient"} kind
 * @property {boolean} fine              small numbers, with three digits
 * @property {number} [top]              what is tinted in full; its own largest number if absent
 * @property {"rows" | "cols" | ""} samples      along which samples lie
 * @property {boolean} turned            transposed: its cell r, c is that of c, r
 * @property {boolean} again             stands elsewhere too: shown only where its stage is looked at alone
 * @property {(r: number, c: number) => number} value
 * @property {(r: number, c: number) => string} link
 * @property {((r: number, c: number) => Sum | null) | null} how     of a result; null for what is given
 */
import { linkName } from "./net.js";
import { indexed, letter, voiced } from "./layer-letters.js";
import * as sums from "./step-sums.js";

const [FORWARD, BACKWARD, UPDATE] = /** @type {Part["block"][]} */ (["Forward", "Backward, by the chain rule", "Update"]);
const J = "<var>J</var>";
const LOSSES = /** @type {Record<string, [string, string]>} */ ({
  mse: ["(<var>ŷ</var> − <var>y</var>)²", "squared error"],
  bce: ["−<var>y</var> log <var>ŷ</var> − (1 − <var>y</var>) log(1 − <var>ŷ</var>)", "loss"],
  "cross-entropy": ["−Σ <var>y</var> log <var>ŷ</var>", "loss"],
});

/** @param {Now} now @returns {Part[]} */
export function partsOf(now) {
  const { sizes, top, bias, rows } = now.net;
  const outputs = sizes[top - 1];
  const bounded = (/** @type {number} */ layer) => (["sigmoid", "tanh", "softmax", "sine"].includes(sums.nameOfF(now, layer)) ? 1 : undefined);
  /** @type {Part[]} */
  const parts = [];
  /** @type {Pick<Part, "stage" | "block">} */
  let place = { stage: "", block: FORWARD };
  const add = (/** @type {Partial<Part> & Pick<Part, "id" | "cap" | "plain" | "rows" | "cols" | "value" | "link">} */ part) =>
    void parts.push({ ...place, sign: "", one: part.cap, from: part.cap, kind: "plain", fine: false, samples: "", turned: false, again: false, how: null, ...part });

  // ---- what is met again: activations, weights, δ, as they are or transposed
  const a = (/** @type {number} */ layer, again = true, turned = false) => {
    const [n, lit] = [sizes[layer - 1], layer === 1 ? "x" : layer === top ? "yhat" : `a${layer}`];
    const id = sums.idOfA(now.net, layer);
    const name = layer === 1 ? "X" : layer === top ? "ŷ" : voiced("a", layer);
    return flipped({
      id, again, plain: name, cap: sums.letterOfA(now.net, layer), one: layer === 1 ? "<var>x</var>" : sums.letterOfA(now.net, layer), from: `${sums.letterOfA(now.net, layer)} = <var>f</var>(${letter("z", layer)})`, rows, cols: n,
      kind: layer === 1 || layer === top ? "plain" : "signed", top: bounded(layer), samples: "rows",
      value: (r, i) => now.net.a(layer, r, i), link: (r, i) => linkName(lit, r, i),
      how: layer === 1 ? null : (r, i) => sums.ofA(now, layer, r, i),
    }, turned, sums.letterOfA(now.net, layer, "⊤"));
  };
  const w = (/** @type {number} */ k, turned = false, again = false) => flipped({
    id: `W${k}`, again, plain: voiced("W", k), cap: letter("W", k), one: letter("w", k), rows: sizes[k - 1], cols: sizes[k], kind: "signed",
    value: (i, j) => now.net.w(k, i, j), link: (i, j) => `W${k}-${i}-${j}`,
  }, turned, letter("W", k, "⊤"));
  const b = (/** @type {number} */ k, again = false) => ({
    id: `b${k}`, again, sign: "+", plain: voiced("b", k), cap: letter("b", k), rows: 1, cols: sizes[k], kind: /** @type {const} */ ("signed"),
    value: (/** @type {number} */ _, /** @type {number} */ j) => now.net.b(k, j), link: (/** @type {number} */ _, /** @type {number} */ j) => `b${k}-${j}`,
  });
  const delta = (/** @type {number} */ layer, again = true) => ({
    id: `delta${layer}`, again, plain: voiced("δ", layer), cap: letter("δ", layer), one: letter("δ", layer), rows, cols: sizes[layer - 1], kind: /** @type {const} */ ("gradient"), fine: true, samples: /** @type {const} */ ("rows"),
    value: (/** @type {number} */ r, /** @type {number} */ j) => now.net.delta(layer, r, j), link: (/** @type {number} */ r, /** @type {number} */ j) => linkName(`delta${layer}`, r, j),
    how: (/** @type {number} */ r, /** @type {number} */ j) => sums.ofDelta(now, layer, r, j),
  });
  const z = (/** @type {number} */ layer, again = false) => ({
    id: `z${layer}`, again, plain: voiced("z", layer), cap: letter("z", layer), from: `${letter("z", layer)} = ${sums.letterOfA(now.net, layer - 1)}${letter("W", layer - 1)}${bias ? ` + ${letter("b", layer - 1)}` : ""}`, rows, cols: sizes[layer - 1], kind: /** @type {const} */ ("signed"), samples: /** @type {const} */ ("rows"),
    value: (/** @type {number} */ r, /** @type {number} */ j) => now.net.z(layer, r, j), link: (/** @type {number} */ r, /** @type {number} */ j) => linkName(`z${layer}`, r, j),
    how: (/** @type {number} */ r, /** @type {number} */ j) => sums.ofZ(now, layer, r, j),
  });

  const more = (Number(now.config.l1) > 0 ? " + L1 sign <var>W</var>" : "") + (Number(now.config.l2) > 0 ? " + 2 L2 <var>W</var>" : "");
  const gradientW = (/** @type {number} */ k) => ({
    id: `gW${k}`, plain: `∂J/∂${voiced("W", k)}`, cap: `${sums.gradientOf(letter("W", k))} = ${sums.letterOfA(now.net, k, "⊤")}${letter("δ", k + 1)}${more}`, one: sums.gradientOf(letter("w", k)), rows: sizes[k - 1], cols: sizes[k], kind: /** @type {const} */ ("gradient"), fine: true,
    value: (/** @type {number} */ i, /** @type {number} */ j) => now.net.slope(k, i, j), link: (/** @type {number} */ i, /** @type {number} */ j) => `gW${k}-${i}-${j}`,
    how: (/** @type {number} */ i, /** @type {number} */ j) => sums.ofGradient(now, k, i, j),
  });
  const gradientB = (/** @type {number} */ k) => ({
    id: `gb${k}`, plain: `∂J/∂${voiced("b", k)}`, cap: `${sums.gradientOf(letter("b", k))} = Σ ${letter("δ", k + 1)}`, one: sums.gradientOf(letter("b", k)), rows: 1, cols: sizes[k], kind: /** @type {const} */ ("gradient"), fine: true,
    value: (/** @type {number} */ _, /** @type {number} */ j) => now.net.slopeB(k, j), link: (/** @type {number} */ _, /** @type {number} */ j) => `gb${k}-${j}`,
    how: (/** @type {number} */ _, /** @type {number} */ j) => sums.ofBiasGradient(now, k, j),
  });

  // ---- forward
  for (const layer of layersOf(top)) {
    place = { stage: `z${layer}`, block: FORWARD };
    add(a(layer - 1, layer > 2));
    add(w(layer - 1));
    if (bias) add(b(layer - 1));
    add({ ...z(layer), sign: "=" });
    place = { stage: layer === top ? "yhat" : `a${layer}`, block: FORWARD };
    add(z(layer, true));
    add({ ...a(layer, false), sign: layer < top ? "<var>f</var> →" : sums.outputSign(now.config) && `${sums.outputSign(now.config)} →` || "=" });
  }
  place = { stage: "J", block: FORWARD };
  const [formula, word] = LOSSES[String(now.config.loss)] ?? LOSSES.mse;
  add(a(top));
  add({ id: "y", plain: "y", cap: "<var>y</var>", rows, cols: outputs, samples: "rows", value: (r, k) => now.net.y(r, k), link: (r, k) => linkName("y", r, k) });
  add({
    id: "each", plain: word, cap: formula, one: "<span>loss</span>", rows, cols: now.config.loss === "cross-entropy" ? 1 : outputs, fine: true, samples: "rows",
    value: (r, k) => now.net.each(r, k), link: (r, k) => linkName("each", r, k), how: (r, k) => sums.ofEach(now, r, k),
  });
  const penalised = Number(now.config.l1) > 0 || Number(now.config.l2) > 0;
  add({
    id: "J", sign: penalised ? "mean + penalties" : "mean", plain: "J", cap: J, from: `mean of ${formula}${penalised ? ", and the penalties" : ""}`, rows: 1, cols: 1, fine: true,
    value: () => now.J, link: () => "J", how: () => sums.ofJ(now),
  });

  // ---- backward
  for (const layer of [...layersOf(top)].reverse()) {
    const k = layer - 1;
    place = { stage: `gW${k}`, block: BACKWARD };
    const said = layer < top ? `${letter("δ", layer + 1)}${letter("W", layer, "⊤")} ∘ <var>f</var>′(${letter("z", layer)})` : lastDelta(now);
    if (layer === top) {
      add(a(top));
      add({ id: "y", again: true, sign: "−", plain: "y", cap: "<var>y</var>", rows, cols: outputs, samples: "rows", value: (r, i) => now.net.y(r, i), link: (r, i) => linkName("y", r, i) });
    } else {
      add(delta(layer + 1));
      add(w(layer, true, true));
    }
    if (layer < top || (now.config.loss === "mse" && sums.nameOfF(now, layer) !== "softmax"))
      add({
        id: `slope${layer}`, again: true, sign: "∘", plain: `f′(${voiced("z", layer)})`, cap: `${layer < top ? "<var>f</var>" : sums.outputSign(now.config) || "<var>f</var>"}′(${letter("z", layer)})`, one: "<var>f</var>′", rows, cols: sizes[layer - 1], samples: "rows",
        value: (r, j) => sums.slopeAt(now, layer, r, j), link: (r, j) => linkName(`slope${layer}`, r, j), how: (r, j) => sums.ofSlope(now, layer, r, j),
      });
    add({ ...delta(layer, false), sign: "→", cap: `${letter("δ", layer)} = ${said}` });
    add(a(k, true, true));
    add({ ...gradientW(k), sign: "→" });
    if (bias) add(gradientB(k));
  }

  // ---- the update
  if (!now.made) return parts;
  place = { stage: "update", block: UPDATE };
  const own = !sums.plainSteps(now);
  for (const layer of [...layersOf(top)].reverse()) {
    const k = layer - 1;
    const steps = (/** @type {"W" | "b"} */ name) => (own ? letter("d", k) : sums.gradientOf(letter(name, k)));
    const one = (/** @type {string} */ name) => `${letter(name, k)}<sub>next</sub>`;
    const less = "− <var>α</var>";
    add({ ...w(k, false, true) });
    if (!own) add({ ...gradientW(k), again: true, sign: less, cap: steps("W") });
    else add({
      id: `dW${k}`, sign: less, plain: `${voiced("d", k)}, the step of ${voiced("W", k)}`, cap: `${letter("d", k)} of ${letter("W", k)}`, one: letter("d", k), rows: sizes[k - 1], cols: sizes[k], kind: "gradient", fine: true,
      value: (i, j) => now.net.direction(k, i, j), link: (i, j) => `dW${k}-${i}-${j}`,
    });
    add({
      id: `nW${k}`, sign: "→", plain: `${voiced("W", k)} after the update`, cap: `${letter("W", k)} − <var>α</var> ${steps("W")}`, one: one("w"), rows: sizes[k - 1], cols: sizes[k], kind: "signed",
      value: (i, j) => now.net.next(k, i, j), link: (i, j) => `nW${k}-${i}-${j}`, how: (i, j) => sums.ofNext(now, k, i, j),
    });
    if (!bias) continue;
    add({ ...b(k, true), sign: "" });
    if (!own) add({ ...gradientB(k), again: true, sign: less, cap: steps("b") });
    else add({
      id: `db${k}`, sign: less, plain: `${voiced("d", k)}, the step of ${voiced("b", k)}`, cap: `${letter("d", k)} of ${letter("b", k)}`, one: letter("d", k), rows: 1, cols: sizes[k], kind: "gradient", fine: true,
      value: (_, j) => now.net.directionB(k, j), link: (_, j) => `db${k}-${j}`,
    });
    add({
      id: `nb${k}`, sign: "→", plain: `${voiced("b", k)} after the update`, cap: `${letter("b", k)} − <var>α</var> ${steps("b")}`, one: one("b"), rows: 1, cols: sizes[k], kind: "signed",
      value: (_, j) => now.net.nextB(k, j), link: (_, j) => `nb${k}-${j}`, how: (_, j) => sums.ofNextBias(now, k, j),
    });
  }
  return parts;
}

/** The letter of one cell: z³₂₁; a number that stands alone has no index. @param {Part} part @param {number} r @param {number} c */
export function cellLetter({ one, id, turned, rows, cols }, r, c) {
  if (id === "J") return one;
  if (rows === 1 && /^.?b\d/.test(id)) return `${one}<sub>${c + 1}</sub>`;
  return turned ? indexed(one, c, r) : indexed(one, r, c);
}

/** @param {number} top */
const layersOf = (top) => Array.from({ length: top - 1 }, (_, at) => at + 2);

/** A matrix as it is, or transposed.
 * @param {Partial<Part> & Pick<Part, "id" | "cap" | "plain" | "rows" | "cols" | "value" | "link">} part @param {boolean} turned @param {string} cap */
function flipped(part, turned, cap) {
  if (!turned) return part;
  const { value, link, how, rows, cols, plain, samples } = part;
  return {
    ...part, turned, cap, plain: `${plain} transposed`, rows: cols, cols: rows, samples: /** @type {Part["samples"]} */ (samples === "rows" ? "cols" : ""),
    value: (/** @type {number} */ r, /** @type {number} */ c) => value(c, r),
    link: (/** @type {number} */ r, /** @type {number} */ c) => link(c, r),
    how: how ? (/** @type {number} */ r, /** @type {number} */ c) => how(c, r) : null,
  };
}

/** @param {Now} now */
function lastDelta(now) {
  const m = sums.counted(now);
  const apart = "(<var>ŷ</var> − <var>y</var>)";
  if (now.config.loss !== "mse") return `${apart} / ${m}`;
  return sums.nameOfF(now, now.net.top) === "softmax" ? `²⁄<sub>${m}</sub> ∂<var>ŷ</var>/∂<var>z</var> ${apart}` : `²⁄<sub>${m}</sub> ${apart} <var>f</var>′(${letter("z", now.net.top)})`;
}
