/**
 * The weights of a recurrent network by their letters, out of the flat row that a frame brings: of each gate W_ax, b_a and
 * W_aa one behind the other, then b_y and W_ya (Shape.parameters of engine/recurrent.py).
 *
 * @typedef {object} Weights
 * @property {boolean} bias
 * @property {boolean} readout
 * @property {(gate: number, i: number, u: number) => number} ax    from input i to unit u
 * @property {(gate: number, u: number) => number} ba
 * @property {(gate: number, v: number, u: number) => number} aa    from unit v to unit u
 * @property {(u: number, k: number) => number} ya                  from unit u to output k
 * @property {(k: number) => number} by
 */

/** @param {import("../types.js").Frame} frame @param {import("./rnn-sequence.js").Sequence} now @returns {Weights | null} null: of another network */
export function weights({ arrays, config }, { n, H, K, letters }) {
  const data = arrays.params?.data;
  const bias = config.bias !== false;
  const readout = config.readout !== false;
  const gate = n * H + Number(bias) * H + H * H;
  const last = letters.length * gate;
  if (!data || data.length !== last + (readout ? Number(bias) * K + H * K : 0)) return null;
  return {
    bias, readout,
    ax: (g, i, u) => data[g * gate + i * H + u],
    ba: (g, u) => (bias ? data[g * gate + n * H + u] : 0),
    aa: (g, v, u) => data[g * gate + (n + Number(bias)) * H + v * H + u],
    by: (k) => (bias && readout ? data[last + k] : 0),
    ya: (u, k) => (readout ? data[last + Number(bias) * K + u * K + k] : Number(u === k)),
  };
}
