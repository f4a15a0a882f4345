/** What L1 and L2 add to J: the same to J of every batch, of all training data and of the test data. */

/** @param {import("./net.js").Net} net @returns {{sizes: number, squares: number}} Σ|w| and Σw² over all weights; biases are free */
export function sums(net) {
  let [sizes, squares] = [0, 0];
  for (const { k, n, h } of net.weights) for (let at = 0; at < n * h; at++) {
    const w = net.w(k, Math.floor(at / h), at % h);
    sizes += Math.abs(w);
    squares += w * w;
  }
  return { sizes, squares };
}

/** The penalties' rule and what they come to; null where none acts. @param {import("../types.js").Config} config
 * @param {() => import("./net.js").Net | null} read @returns {{rule: string, value: number} | null} */
export function penalty(config, read) {
  const [l1, l2] = [Number(config.l1) || 0, Number(config.l2) || 0];
  const net = l1 || l2 ? read() : null;
  if (!net) return null;
  const { sizes, squares } = sums(net);
  const parts = [l1 && "L1 Σ|<var>w</var>|", l2 && "L2 Σ<var>w</var>²"].filter(Boolean);
  return { rule: parts.join(" + "), value: l1 * sizes + l2 * squares };
}
