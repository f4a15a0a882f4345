/**
 * Where each number of a step comes from: its equation, the numbers that stand in it as they are shown, and what comes
 * out if one reckons with those (a student does, on paper).
 *
 * @typedef {object} Sum
 * @property {string} rule       markup of the equation, in letters; "" where the numbers say it all
 * @property {string} numbers    markup of the same with its numbers
 * @property {number} value      what these numbers, rounded as they are, come to
 *
 * @typedef {object} Now
 * @property {import("./net.js").Net} net
 * @property {import("../types.js").Config} config
 * @property {number} J
 * @property {number} gradientNorm      of the gradient as applied
 * @property {boolean} made             whether the update is made: where the run has diverged it is not
 * @property {(id: string) => number | undefined} digits     after the point, of the matrix of this id
 * @property {number} [more]            digits beyond those of the matrices, where a sum would not come out
 */
import { num, plain } from "../format.js";
import { withheld } from "../withheld.js";
import { addsUp, fixed, known, places, rounded, unit } from "./digits.js";
import { FUNCTIONS } from "./functions.js";
import { letter, slope } from "./layer-letters.js";
import { sums } from "./penalty.js";
import { TOLD } from "./told-f.js";

const MOST = 8; // terms that are written out
/** @typedef {{text: string, minus: string, value: number}} Shown */

/** The id of the matrix in which the activations of a layer stand. @param {import("./net.js").Net} net @param {number} layer */
export const idOfA = (net, layer) => (layer === 1 ? "X" : layer === net.top ? "yhat" : `a${layer}`);
/** @param {import("./net.js").Net} net @param {number} layer */
export const letterOfA = (net, layer, after = "") => (layer === 1 ? `<var>X</var>${after && `<sup>${after}</sup>`}` : layer === net.top ? "<var>ŷ</var>" : letter("a", layer, after));
/** @type {Record<string, string>} */
const SIGNS = { same: "<var>f</var>", sigmoid: "σ", softmax: "softmax", identity: "" };
/** What makes ŷ of the last z: f, σ, softmax, or nothing at all. @param {import("../types.js").Config} config */
export const outputSign = ({ output }) => SIGNS[String(output)] ?? SIGNS.same;
/** The function that makes a layer's activations. @param {Now} now @param {number} layer */
export const nameOfF = ({ net, config }, layer) => String(layer < net.top || config.output === "same" ? config.activation : config.output);
/** What the mean of J is over: all outputs, or with cross-entropy all samples. @param {Now} now */
export const counted = ({ net, config }) => net.batch * (config.loss === "cross-entropy" ? 1 : net.sizes[net.top - 1]);
/** Whether the gradient was shortened. @param {Pick<Now, "config" | "gradientNorm">} now */
export const clipped = ({ config, gradientNorm }) => Number(config.clip) > 0 && gradientNorm >= Number(config.clip) * 0.999;
const rate = (/** @type {Now} */ { config }, /** @type {string} */ name) => Number(config[name] ?? 0);

/** A number as it stands in its matrix; "?" if it is still to be found. @param {Now} now @param {string} id @param {number} x
 * @param {number[]} at  its row and column there, of a bias its unit @returns {Shown} */
function shown(now, id, x, ...at) {
  const usual = now.digits(id) ?? places(Math.abs(x), true);
  const [digits, text] = finer(x, usual, now.more ?? 0);
  if (withheld([id, ...at].join("-"))) return { text: "?", minus: "−?", value: rounded(x, digits) };
  return written(text, known(x) ? rounded(x, digits) : NaN);
}

/** A number's sum, with so many digits that what is written comes to the number as it is written. @param {Now} now
 * @param {() => Sum | null} how @param {number} x @param {number} digits  after its point */
export function comingOut(now, how, x, digits) {
  const found = addsUp((more) => {
    now.more = more;
    const sum = how();
    const whole = sum && !/…|\?/.test(sum.numbers) && known(sum.value); // else nobody can add it up
    return { sum, value: whole ? sum.value : 0, result: whole ? rounded(x, digits) : 0, unit: unit(x, digits) };
  });
  now.more = 0;
  return found.sum;
}

/** @param {number} x @param {number} usual  digits @param {number} more @returns {[digits: number, text: string]}  no zeros at the end of further ones */
function finer(x, usual, more) {
  const digits = usual < 0 || !more ? usual - more : Array.from({ length: more }, (_, at) => usual + at).find((few) => Number(x.toFixed(few)) === Number(x.toFixed(usual + more))) ?? usual + more;
  return [digits, fixed(x, digits)];
}

/** @param {number} x @returns {Shown} of the set-up: in full */
const given = (x) => written(plain(x), x);

/** @param {string} text @param {number} value @returns {Shown} */
const written = (text, value) => ({ text, minus: value < 0 ? text.slice(1) : `−${text}`, value });

/** In a product or after a sign. @param {Shown} shown */
const factor = ({ text }) => (text.startsWith("−") ? `(${text})` : text);

/** A sum of products. @param {Shown[][]} terms @returns {{text: string, value: number}} */
function sum(terms) {
  const told = terms.length > MOST ? terms.slice(0, MOST - 2) : terms;
  const text = told.map((product) => product.map(factor).join(" · ")).join(" + ");
  return {
    text: told.length < terms.length ? `${text} + … (${terms.length - told.length} more)` : text,
    value: terms.reduce((total, product) => total + product.reduce((so, { value }) => so * value, 1), 0),
  };
}

/** z: the row of a below times the column of W, and the bias. @param {Now} now @param {number} layer @param {number} r @param {number} j @returns {Sum} */
export function ofZ(now, layer, r, j) {
  const { net } = now;
  const k = layer - 1;
  const terms = Array.from({ length: net.sizes[k - 1] }, (_, i) => [shown(now, idOfA(net, k), net.a(k, r, i), r, i), shown(now, `W${k}`, net.w(k, i, j), i, j)]);
  if (net.bias) terms.push([shown(now, `b${k}`, net.b(k, j), j)]);
  const { text, value } = sum(terms);
  return { rule: "", numbers: text, value };
}

/** a or ŷ: f of the sum. @param {Now} now @param {number} layer @param {number} r @param {number} j @returns {Sum} */
export function ofA(now, layer, r, j) {
  const { net } = now;
  const name = nameOfF(now, layer);
  const z = shown(now, `z${layer}`, net.z(layer, r, j), r, j);
  if (name !== "softmax") {
    return { rule: `<var>f</var>(${letter("z", layer)})`, numbers: TOLD[name](z.text, z.minus), value: FUNCTIONS[name].f(z.value) };
  }
  const all = Array.from({ length: net.sizes[layer - 1] }, (_, c) => shown(now, `z${layer}`, net.z(layer, r, c), r, c));
  const e = (/** @type {Shown} */ { text }) => `<var>e</var><sup>${text}</sup>`;
  const under = all.length > MOST ? [...all.slice(0, MOST - 2).map(e), "…"] : all.map(e);
  return { rule: "", numbers: `${e(z)} / (${under.join(" + ")})`, value: 1 / all.reduce((total, { value }) => total + Math.exp(value - z.value), 0) };
}

/** One loss. @param {Now} now @param {number} r @param {number} c @returns {Sum} */
export function ofEach(now, r, c) {
  const { net, config } = now;
  const pair = (/** @type {number} */ k) => [shown(now, "yhat", net.a(net.top, r, k), r, k), shown(now, "y", net.y(r, k), r, k)];
  if (config.loss === "mse") {
    const [yhat, y] = pair(c);
    return { rule: "", numbers: `(${yhat.text} − ${factor(y)})²`, value: (yhat.value - y.value) ** 2 };
  }
  if (config.loss === "bce") {
    const [yhat, y] = pair(c);
    const [yes, no] = [`log ${yhat.text}`, `log(1 − ${yhat.text})`];
    const numbers = y.value === 1 ? `−${yes}` : y.value === 0 ? `−${no}` : `−${y.text} · ${yes} − (1 − ${y.text}) · ${no}`;
    const of = (/** @type {number} */ weight, /** @type {number} */ p) => (weight ? -weight * Math.log(p) : 0);
    return { rule: "", numbers, value: of(y.value, yhat.value) + of(1 - y.value, 1 - yhat.value) };
  }
  const wanted = Array.from({ length: net.sizes[net.top - 1] }, (_, k) => pair(k)).filter(([, y]) => y.value !== 0);
  return {
    rule: "−log <var>ŷ</var> of the true class",
    numbers: wanted.map(([yhat, y]) => `−${y.value === 1 ? "" : `${y.text} · `}log ${yhat.text}`).join(" ") || "0",
    value: wanted.reduce((total, [yhat, y]) => total - y.value * Math.log(yhat.value), 0),
  };
}

/** J: the mean of the losses, and the penalties; null where not all of the losses are shown. @param {Now} now @returns {Sum | null} */
export function ofJ(now) {
  const { net, config } = now;
  if (net.batch > net.rows) return null;
  const columns = config.loss === "cross-entropy" ? 1 : net.sizes[net.top - 1];
  const losses = Array.from({ length: net.rows * columns }, (_, at) => [shown(now, "each", net.each(Math.floor(at / columns), at % columns), Math.floor(at / columns), at % columns)]);
  const { text, value } = sum(losses);
  const [l1, l2] = [rate(now, "l1"), rate(now, "l2")];
  const { sizes, squares } = sums(net);
  const more = (l1 ? ` + ${plain(l1)} · ${num(sizes)}` : "") + (l2 ? ` + ${plain(l2)} · ${num(squares)}` : "");
  return { rule: `mean${l1 ? " + L1 Σ|<var>w</var>|" : ""}${l2 ? " + L2 Σ<var>w</var>²" : ""}`, numbers: `(${text}) / ${losses.length}${more}`, value: value / losses.length + l1 * sizes + l2 * squares };
}

/** ∂ of the mean loss by z of the outputs. @param {Now} now @param {number} r @param {number} k @returns {Sum} */
function ofLastDelta(now, r, k) {
  const { net, config } = now;
  const m = counted(now);
  const L = net.top;
  const [yhat, y] = [shown(now, "yhat", net.a(L, r, k), r, k), shown(now, "y", net.y(r, k), r, k)];
  const apart = `(${yhat.text} − ${factor(y)})`;
  if (config.loss !== "mse") return { rule: "(<var>ŷ</var> − <var>y</var>) / <var>m</var>", numbers: `${apart} / ${m}`, value: (yhat.value - y.value) / m };
  if (nameOfF(now, L) !== "softmax") {
    const steep = shown(now, `slope${L}`, slopeAt(now, L, r, k), r, k);
    return { rule: `2/<var>m</var> (<var>ŷ</var> − <var>y</var>) <var>f</var>′(${letter("z", L)})`, numbers: `2/${m} · ${apart} · ${factor(steep)}`, value: 2 / m * (yhat.value - y.value) * steep.value };
  }
  const pulls = Array.from({ length: net.sizes[L - 1] }, (_, j) => [shown(now, "yhat", net.a(L, r, j), r, j), shown(now, "y", net.y(r, j), r, j)]);
  const mean = pulls.reduce((so, [p, t]) => so + p.value * (p.value - t.value), 0);
  return { rule: "2/<var>m</var> <var>ŷ</var> ((<var>ŷ</var> − <var>y</var>) − Σ <var>ŷ</var>(<var>ŷ</var> − <var>y</var>))", numbers: `2/${m} · ${yhat.text} · (${apart} − ${pulls.some(([p]) => p.text === "?") ? "Σ" : factor(given(Number(mean.toFixed(3))))})`, value: 2 / m * yhat.value * (yhat.value - y.value - mean) };
}

/** @param {Now} now @param {number} layer @param {number} r @param {number} j @returns {Sum} */
export function ofDelta(now, layer, r, j) {
  const { net } = now;
  if (layer === net.top) return ofLastDelta(now, r, j);
  const back = sum(Array.from({ length: net.sizes[layer] }, (_, c) => [shown(now, `delta${layer + 1}`, net.delta(layer + 1, r, c), r, c), shown(now, `W${layer}`, net.w(layer, j, c), j, c)]));
  const steep = shown(now, `slope${layer}`, slopeAt(now, layer, r, j), r, j);
  return { rule: "", numbers: `(${back.text}) · ${factor(steep)}`, value: back.value * steep.value };
}

/** f′ at a sum. @param {Now} now @param {number} layer @param {number} r @param {number} j */
export function slopeAt(now, layer, r, j) {
  return FUNCTIONS[nameOfF(now, layer)]?.slope(now.net.z(layer, r, j)) ?? NaN;
}

/** @param {Now} now @param {number} layer @param {number} r @param {number} j @returns {Sum} */
export function ofSlope(now, layer, r, j) {
  const f = FUNCTIONS[nameOfF(now, layer)];
  const z = shown(now, `z${layer}`, now.net.z(layer, r, j), r, j);
  return { rule: "", numbers: `<var>f</var>′(${z.text})`, value: f.slope(z.value) };
}

/** ∂J/∂w: over all samples of the batch; null where not all are shown. @param {Now} now @param {number} k @param {number} i @param {number} j @returns {Sum | null} */
export function ofGradient(now, k, i, j) {
  const { net } = now;
  if (net.batch > net.rows) return null;
  const terms = Array.from({ length: net.rows }, (_, r) => [shown(now, idOfA(net, k), net.a(k, r, i), r, i), shown(now, `delta${k + 1}`, net.delta(k + 1, r, j), r, j)]);
  const [l1, l2, w] = [rate(now, "l1"), rate(now, "l2"), net.w(k, i, j)];
  if (l1) terms.push([given(l1), given(Math.sign(w))]);
  if (l2) terms.push([given(2 * l2), shown(now, `W${k}`, w, i, j)]);
  return asApplied(now, sum(terms), terms, net.slope(k, i, j));
}

/** @param {Now} now @param {number} k @param {number} j @returns {Sum | null} */
export function ofBiasGradient(now, k, j) {
  const { net } = now;
  if (net.batch > net.rows) return null;
  const terms = Array.from({ length: net.rows }, (_, r) => [shown(now, `delta${k + 1}`, net.delta(k + 1, r, j), r, j)]);
  return asApplied(now, sum(terms), terms, net.slopeB(k, j));
}

/** Where the whole gradient was too long, each of its numbers is shortened alike. @param {Now} now
 * @param {{text: string, value: number}} whole @param {Shown[][]} terms @param {number} applied @returns {Sum} */
function asApplied(now, { text, value }, terms, applied) {
  if (!clipped(now) || !value) return { rule: "", numbers: text, value };
  const share = Math.min(1, Math.abs(applied / value));
  const inside = terms.length > 1 ? `(${text})` : text;
  return { rule: "the slope, clipped", numbers: `${inside} · ${num(share)}`, value: value * share };
}

/** A weight after the update. @param {Now} now @param {number} k @param {number} i @param {number} j @returns {Sum} */
export function ofNext(now, k, i, j) {
  const { net } = now;
  return less(now, shown(now, `W${k}`, net.w(k, i, j), i, j), plainSteps(now) ? shown(now, `gW${k}`, net.slope(k, i, j), i, j) : shown(now, `dW${k}`, net.direction(k, i, j), i, j));
}

/** @param {Now} now @param {number} k @param {number} j @returns {Sum} */
export function ofNextBias(now, k, j) {
  const { net } = now;
  return less(now, shown(now, `b${k}`, net.b(k, j), j), plainSteps(now) ? shown(now, `gb${k}`, net.slopeB(k, j), j) : shown(now, `db${k}`, net.directionB(k, j), j));
}

/** θ − α d. @param {Now} now @param {Shown} from @param {Shown} d @returns {Sum} */
function less(now, from, d) {
  const alpha = rate(now, "learning_rate");
  return { rule: "", numbers: `${from.text} − ${plain(alpha)} · ${factor(d)}`, value: from.value - alpha * d.value };
}

/** Whether the direction of the update is the gradient itself. @param {Now} now */
export const plainSteps = ({ config }) => config.optimizer === "sgd";

/** @param {string} under */
export const gradientOf = (under) => slope("<var>J</var>", under);
