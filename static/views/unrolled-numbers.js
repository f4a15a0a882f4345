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
  const along = seq.has("c") && seq.has("gates") && seq.letters.length === 4 ? alongC(seq) : null;
  return { own, back, all, along, most: Math.max(...own, ...back, ...(along ?? [])) };
}

/** ‖a − b‖ @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function apart(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** An LSTM's c hands back ∂L/∂c_t = f_(t+1) ∘ ∂L/∂c_(t+1), where ∂L/∂c = what came back + ∂L/∂A ∘ o ∘ (1 − tanh²c).
 * @param {Sequence} seq */
function alongC(seq) {
  const { T, H } = seq;
  const lengths = Array(T).fill(0);
  let came = new Float64Array(H);
  for (let t = T - 1; t > 0; t--) {
    const [gates, c, da, goes] = [seq.row("gates", t), seq.row("c", t + 1), seq.row("da", t), seq.row("goes_on", t)[0]];
    came = came.map((later, j) => goes * gates[H + j] * (later + da[j] * gates[2 * H + j] * (1 - Math.tanh(c[j]) ** 2)));
    lengths[t - 1] = norm(came);
  }
  return lengths;
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
