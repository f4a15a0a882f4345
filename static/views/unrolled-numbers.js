/**
 * What the arrows of the unrolled network tell: how long the error is that comes to a state from its own output, and how
 * long that which comes back from the step after it.
 *
 * @typedef {import("./rnn-sequence.js").Sequence} Sequence
 * @typedef {object} Errors
 * @property {number[]} own      ‖∂L/∂A_t by way of Y_t‖
 * @property {number[]} back     ‖∂L/∂A_t by way of A_(t+1)‖: 0 where it is cut
 * @property {number[]} all      ‖∂L/∂A_t‖, of both together
 * @property {number[] | null} along   of an LSTM: ‖∂L/∂c_t by way of c_(t+1)‖
 * @property {number} most       the greatest of `own`, `back` and `along`
 */
import { num, power } from "../format.js";
import { norm } from "./rnn-sequence.js";

/** @param {Sequence} seq @returns {Errors} */
export function errors(seq) {
  const { T } = seq;
  const steps = Array.from({ length: T }, (_, t) => t);
  const own = steps.map((t) => norm(seq.row("own", t)));
  const all = steps.map((t) => norm(seq.row("da", t)));
  const back = steps.map((t) => (t < T - 1 && seq.row("goes_on", t + 1)[0] ? apart(seq.row("da", t), seq.row("own", t)) : 0));
  const along = seq.has("dc") ? steps.map((t) => norm(seq.row("dc", t))) : null;
  return { own, back, all, along, most: Math.max(...own, ...back, ...(along ?? [])) };
}

/** ‖a − b‖ @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function apart(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** A length on an arrow: two digits, of very small and very large ones one. @param {number} x */
export function length(x) {
  return raised(x) ? power(x, 1) : num(x, 2);
}

const raised = (/** @type {number} */ x) => x !== 0 && (x < 1e-3 || x >= 99_999.5);

/** Whether an arrow from state to state has a power of ten beside it. @param {Errors} errors */
export function lengthy({ back, along }) {
  return [...back, ...(along ?? [])].some(raised);
}
