/**
 * What a unit makes of its sum, a = f(z), how steep f is there, and how one writes it with a number in it: the same
 * functions as engine/activations.py, for the page works out again what a student may have typed in.
 *
 * @typedef {object} Activation
 * @property {(z: number) => number} f
 * @property {(z: number) => number} slope
 * @property {(z: string, minus: string) => string} told     markup of f(z) and, where it is shorter, of −z
 */

const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));
const density = (/** @type {number} */ z) => Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
const LEAK = 0.01;

/** The share of a normal distribution that lies below z, by Abramowitz and Stegun 7.1.26: right to 10⁻⁷. @param {number} z */
function share(z) {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const rest = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
  return z < 0 ? rest / 2 : 1 - rest / 2;
}

/** @type {Record<string, Activation>} */
export const ACTIVATIONS = {
  sigmoid: { f: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)), told: (_, minus) => `1 / (1 + <var>e</var><sup>${minus}</sup>)` },
  tanh: { f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2, told: (z) => `tanh ${z}` },
  relu: { f: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0), told: (z) => `max(0, ${z})` },
  "leaky-relu": { f: (z) => (z > 0 ? z : LEAK * z), slope: (z) => (z > 0 ? 1 : LEAK), told: (z) => `leaky ReLU of ${z}` },
  elu: { f: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)), told: (z) => `ELU of ${z}` },
  gelu: { f: (z) => z * share(z), slope: (z) => share(z) + z * density(z), told: (z) => `GELU of ${z}` },
  softplus: { f: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid, told: (z) => `log(1 + <var>e</var><sup>${z}</sup>)` },
  sine: { f: Math.sin, slope: Math.cos, told: (z) => `sin ${z}` },
  identity: { f: (z) => z, slope: () => 1, told: (z) => z },
};
