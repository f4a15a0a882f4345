/**
 * The lecture's equations of one time step and one unit, forwards: what stands in each, and what it comes to.
 *
 * @typedef {import("./rnn-numbers-sum.js").Piece} Piece
 * @typedef {import("./rnn-numbers-sum.js").Making} Making
 * @typedef {{rule: string, pieces: Piece[], note?: string, back?: boolean}} Line     rule: the name of its formula in the template
 *
 * @typedef {object} Now
 * @property {import("./rnn-sequence.js").Sequence} at
 * @property {import("./rnn-numbers-params.js").Weights} w
 * @property {import("../types.js").Frame} frame
 * @property {number} t
 * @property {number} u
 */
import { FUNCTIONS } from "./functions.js";
import { comesTo, exactly, number, product, rest, sum, word, wrapped } from "./rnn-numbers-sum.js";
import { visible } from "./symbols.js";

const LARGEST = 30; // a score up to which e to its power is written out
/** How an activation is written around its argument. @type {Record<string, [string, string]>} */
const WRITTEN = { tanh: ["tanh(", ")"], sigmoid: ["σ(", ")"], relu: ["max(0, ", ")"], "leaky-relu": ["leaky ReLU(", ")"], elu: ["ELU(", ")"], softplus: ["softplus(", ")"], sine: ["sin(", ")"], identity: ["", ""] };
export const { f: sigma } = FUNCTIONS.sigmoid;

/** A number of the step in focus: which gate's, of this unit. @param {Now} now @param {string} name @param {number} gate @param {number} [row] */
export const of = ({ at: { H, letters }, frame, u }, name, gate, row = 0) => frame.arrays[name].data[(row * letters.length + gate) * H + u];
/** What became of a gate. @param {Now} now @param {string} letter */
export const gateOf = ({ at, t, u }, letter) => at.row("gates", t)[at.letters.indexOf(letter) * at.H + u];
/** A of the step before, of this unit. @param {Now} now @returns {Making} */
export const before = ({ at, t, u }) => (t ? number(at.row("a", t)[u], { link: `a-${t - 1}-${u}` }) : exactly(0));
/** @param {Now} now */
export const activationOf = ({ frame }) => String(frame.config.activation ?? "tanh");

/** @param {Now} now @returns {Line[]} */
export function forwards(now) {
  const { at: { letters } } = now;
  const cell = letters.length === 4 ? lstm(now) : letters.length === 3 ? gru(now) : elman(now);
  return [...cell, output(now), loss(now)];
}

/** @param {Now} now @returns {Line[]} */
function elman(now) {
  const { at, w, t, u } = now;
  const x = inputs(now);
  const a = t ? Array.from({ length: at.H }, (_, v) => product(number(at.row("a", t)[v], { link: `a-${t - 1}-${v}` }), number(w.aa(0, v, u)))) : [];
  const groups = [x.terms, a, w.bias ? [number(w.ba(0, u))] : []].filter((terms) => terms.length).map((terms) => sum(terms));
  const z = of(now, "sums", 0);
  const [open, close] = WRITTEN[activationOf(now)] ?? WRITTEN.tanh;
  return [
    { rule: w.bias ? "z" : "z-plain", pieces: comesTo(joined(groups), z), note: [x.said, t ? "" : "A before t0 is 0."].filter(Boolean).join(" ") },
    { rule: "a", pieces: comesTo(wrapped(open, number(z), close, FUNCTIONS[activationOf(now)]?.f ?? Math.tanh), at.row("a", t + 1)[u], { link: `a-${t}-${u}` }) },
  ];
}

/** The inputs that are not 0, each times its weight. @param {Now} now @returns {{terms: Making[], said: string}} */
function inputs({ at, w, t, u }) {
  if (at.symbolic) {
    const symbol = at.row("x", t)[0];
    if (symbol < 0) return { terms: [], said: `t${t} is behind the end: its X is 0.` };
    return { terms: [product(exactly(1, `x-${t}-${symbol}`), number(w.ax(0, symbol, u)))], said: `X is 1 for “${visible(at.inputs[symbol])}”; the other ${at.n - 1} inputs are 0.` };
  }
  const there = [...at.row("x", t).entries()].filter(([, x]) => x !== 0);
  const none = at.n - there.length;
  return {
    terms: there.map(([i, x]) => product(exactly(x, `x-${t}-${i}`), number(w.ax(0, i, u)))),
    said: !none ? "" : none === at.n ? (at.n > 1 ? `All ${at.n} inputs are 0.` : "The input is 0.") : `${none} of the ${at.n} inputs ${none > 1 ? "are" : "is"} 0.`,
  };
}

/** Groups of terms, one behind the other. @param {Making[]} groups @returns {Making} */
function joined(groups) {
  return (more) => {
    const terms = groups.map((make) => make(more));
    if (!terms.length) return { pieces: [word("0")], value: 0 };
    return {
      pieces: terms.flatMap(({ pieces }, k) => (!k ? pieces : [word(" + "), ...(pieces[0].text.startsWith("−") ? [word("("), pieces[0], word(")"), ...pieces.slice(1)] : pieces)])),
      value: terms.reduce((so, { value }) => so + value, 0),
    };
  };
}

/** What X and the bias give, and what the state before gives. @param {Now} now @param {number} gate */
const halves = (now, gate) => [number(of(now, "parts", gate, 0)), number(of(now, "parts", gate, 1))];

/** @param {Now} now @returns {Line[]} */
function lstm(now) {
  const { at, t, u } = now;
  const c = at.row("c", t + 1)[u];
  const last = t ? number(at.row("c", t)[u], { link: `c-${t - 1}-${u}` }) : exactly(0);
  const gate = (/** @type {string} */ letter) => number(gateOf(now, letter));
  return [
    { rule: now.w.bias ? "sums" : "sums-plain", pieces: [], note: "In the brackets: what X and the bias give, and what A of the step before gives." },
    ...["i", "f", "o"].map((letter, k) => ({ rule: letter, pieces: comesTo(wrapped("σ(", sum(halves(now, k)), ")", sigma), gateOf(now, letter)) })),
    { rule: "g", pieces: comesTo(wrapped("tanh(", sum(halves(now, 3)), ")", Math.tanh), gateOf(now, "g")) },
    { rule: "c", pieces: comesTo(sum([product(gate("f"), last), product(gate("i"), gate("g"))]), c, { link: `c-${t}-${u}` }) },
    { rule: "a-lstm", pieces: comesTo(product(gate("o"), wrapped("tanh(", number(c, { link: `c-${t}-${u}` }), ")", Math.tanh)), at.row("a", t + 1)[u], { link: `a-${t}-${u}` }) },
  ];
}

/** @param {Now} now @returns {Line[]} */
function gru(now) {
  const { at, t, u } = now;
  const gate = (/** @type {string} */ letter) => number(gateOf(now, letter));
  const [x, a] = halves(now, 2);
  return [
    { rule: now.w.bias ? "sums" : "sums-plain", pieces: [], note: "In the brackets: what X and the bias give, and what A of the step before gives." },
    ...["z", "r"].map((letter, k) => ({ rule: `gate-${letter}`, pieces: comesTo(wrapped("σ(", sum(halves(now, k)), ")", sigma), gateOf(now, letter)) })),
    { rule: "n", pieces: comesTo(wrapped("tanh(", sum([x, product(gate("r"), a)]), ")", Math.tanh), gateOf(now, "n")) },
    { rule: "a-gru", pieces: comesTo(sum([product(rest(gate("z")), gate("n")), product(gate("z"), before(now))]), at.row("a", t + 1)[u], { link: `a-${t}-${u}` }) },
  ];
}

/** Which output is written out: the wanted one, or where nothing is wanted the likeliest. @param {Now} now */
export function outputOf({ at, t }) {
  if (!at.classes) return 0;
  const wanted = at.row("wanted", t)[0];
  if (wanted >= 0) return wanted;
  const said = at.row("said", t);
  return said.indexOf(Math.max(...said));
}

/** @param {Now} now @returns {Line} */
function output(now) {
  const { at, w, t, frame } = now;
  const k = outputOf(now);
  const score = frame.arrays.scores.data[k];
  const said = at.row("said", t)[k];
  const how = at.classes ? "softmax" : at.bits ? "sigmoid" : "identity";
  const terms = w.readout ? Array.from({ length: at.H }, (_, v) => product(number(at.row("a", t + 1)[v], { link: `a-${t}-${v}` }), number(w.ya(v, k)))) : [number(score, { link: `a-${t}-${k}` })];
  const whole = joined([sum(terms), ...(w.readout && w.bias ? [number(w.by(k))] : [])]);
  const rule = !w.readout ? `y-${how}-bare` : w.bias ? `y-${how}` : `y-${how}-plain`;
  const link = `y-${t}-${k}`;
  if (how === "identity") return { rule, pieces: comesTo(whole, said, { link }) };
  const first = [...comesTo(whole, score).slice(0, -1), { text: "" }];
  const last = number(score)(0).pieces;
  if (how === "sigmoid") return { rule, pieces: [...first.slice(0, -1), ...last, word("; "), ...comesTo(wrapped("σ(", number(score), ")", sigma), said, { link })] };
  const others = [...frame.arrays.scores.data].reduce((so, s, j) => so + (j === k ? 0 : Math.exp(s)), 0);
  const named = `Of “${visible(at.outputs[k] ?? String(k))}”, ${at.row("wanted", t)[0] >= 0 ? "which is wanted" : "the likeliest"}.`;
  const end = Math.abs(score) > LARGEST || !(others < 1e12) ? comesTo(number(said), said, { link }).slice(-1) : comesTo(softmax(score, others), said, { link });
  return { rule, pieces: [...first.slice(0, -1), ...last, word("; "), ...end], note: named };
}

/** e to the score, by the sum of all such. @param {number} score @param {number} others @returns {Making} */
function softmax(score, others) {
  return (more) => {
    const s = number(score)(more);
    const rest = number(others)(more);
    const e = Math.exp(s.value);
    const power = [{ text: "e" }, { text: s.pieces[0].text, raised: true }];
    return { pieces: /** @type {Piece[]} */ ([...power, word(" / ("), ...power, word(" + "), ...rest.pieces, word(")")]), value: e / (e + rest.value) };
  };
}

/** @param {Now} now @returns {Line} */
function loss(now) {
  const { at, t, frame } = now;
  if (!(frame.arrays.mask.data[t] > 0)) return { rule: "l-none", pieces: [], note: "Nothing is asked at this step: it adds no loss." };
  const k = outputOf(now);
  const y = number(at.row("said", t)[k], { link: `y-${t}-${k}` });
  const each = frame.arrays.each.data[t];
  const how = { link: `L-${t}`, fine: true };
  const counting = [...frame.arrays.mask.data].filter((m) => m > 0).length;
  const note = counting > 1 ? `L is the mean of such losses over the ${counting} steps that count.` : "It is the only step that counts, and so L.";
  const wanted = at.row("wanted", t)[0];
  const rightly = at.classes || wanted ? at.row("said", t)[k] : 1 - at.row("said", t)[k];
  if ((at.classes || at.bits) && !(rightly > 0)) // it is there in 64 bits
    return { rule: at.classes ? "l-cross" : wanted ? "l-yes" : "l-no", pieces: comesTo(number(each), each, how).slice(-1), note: `What is right has a share that is too small to be written, though its logarithm is not. ${note}` };
  if (at.classes) return { rule: "l-cross", pieces: comesTo(wrapped("−log ", y, "", (p) => -Math.log(p)), each, how), note };
  if (!at.bits) return { rule: "l-mse", pieces: comesTo(squared(y, exactly(wanted)), each, how), note };
  return { rule: wanted ? "l-yes" : "l-no", pieces: comesTo(wanted ? wrapped("−log ", y, "", (p) => -Math.log(p)) : wrapped("−log(1 − ", y, ")", (p) => -Math.log(1 - p)), each, how), note };
}

/** @param {Making} a @param {Making} b @returns {Making} */
function squared(a, b) {
  return (more) => {
    const [left, right] = [a(more), b(more)];
    return { pieces: [word("("), ...left.pieces, word(" − "), ...right.pieces, word(")²")], value: (left.value - right.value) ** 2 };
  };
}
