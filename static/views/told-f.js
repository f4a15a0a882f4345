/**
 * How one writes f(z) with a number in it, as markup: what stands between a sum and its activation.
 *
 * @type {Record<string, (z: string, minus: string) => string>}     of z and, where it is shorter, of −z
 */
export const TOLD = {
  sigmoid: (_, minus) => `1 / (1 + <var>e</var><sup>${minus}</sup>)`,
  tanh: (z) => `tanh(${z})`,
  relu: (z) => `max(0, ${z})`,
  "leaky-relu": (z) => `leaky ReLU(${z})`,
  elu: (z) => `ELU(${z})`,
  gelu: (z) => `GELU(${z})`,
  softplus: (z) => `log(1 + <var>e</var><sup>${z}</sup>)`,
  sine: (z) => `sin(${z})`,
  identity: (z) => z,
};
