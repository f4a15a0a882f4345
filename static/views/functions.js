/** The activation functions and their slopes, as engine/activations.py defines them. */

const LEAK = 0.01;

/** @type {Record<string, {label: string, f: (z: number) => number, slope: (z: number) => number}>} */
export const FUNCTIONS = {
  sigmoid: { label: "sigmoid", f: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { label: "tanh", f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { label: "ReLU", f: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  "leaky-relu": { label: "leaky ReLU", f: (z) => (z > 0 ? z : LEAK * z), slope: (z) => (z > 0 ? 1 : LEAK) },
  elu: { label: "ELU", f: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  gelu: { label: "GELU", f: (z) => z * normalShare(z), slope: (z) => normalShare(z) + z * Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) },
  softplus: { label: "softplus", f: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid },
  sine: { label: "sine", f: Math.sin, slope: Math.cos },
  identity: { label: "identity", f: (z) => z, slope: () => 1 },
};

/** @param {number} z */
function sigmoid(z) {
  return Math.tanh(z / 2) / 2 + 0.5;
}

/** Φ(z), the share of a normal distribution below z: ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …). @param {number} z */
function normalShare(z) {
  if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
  let [term, sum] = [z, z];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 400; k += 2) sum += term *= (z * z) / k;
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
