/**
 * A network's numbers out of a frame, by the lecture's letters: which weight, which sum, of which layer, unit and sample.
 *
 * The server sends all layers side by side (arrays z, a, delta: a row for each sample shown, U units) and all parameters
 * in one row (params, gradient, direction: W1 row by row, b1, W2, …). Here is where each of them stands.
 *
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").Block} Block
 *
 * @typedef {object} Weights                the weights between two layers
 * @property {number} k                     W¹ leads from layer 1, the inputs, to layer 2
 * @property {number} n                     rows: units of the layer below
 * @property {number} h                     columns: units of the layer above
 * @property {number} at                    where W begins among the parameters
 * @property {number} biasAt                where b begins; −1 where there are none
 *
 * @typedef {object} Net
 * @property {number[]} sizes               inputs, hidden units of each layer, outputs
 * @property {number} top                   the number of the last layer: of a 2-3-1 network 3
 * @property {Weights[]} weights            W¹, W², …
 * @property {boolean} bias
 * @property {number} rows                  samples of the batch whose numbers are told: all of a small one, else the first
 * @property {number} batch                 samples in the batch
 * @property {number} focus                 the training sample in the diagram; −1: inputs of the student's own
 * @property {number} focusRow              the row of the batch that it is, or −1
 * @property {(row: number, i: number) => number} x
 * @property {(row: number, k: number) => number} y
 * @property {(layer: number, row: number, j: number) => number} z        row −1: of the sample in focus
 * @property {(layer: number, row: number, j: number) => number} a        layer 1 are the inputs; row −1 as above
 * @property {(layer: number, row: number, j: number) => number} delta
 * @property {(row: number, k: number) => number} each                    the loss of one output
 * @property {(k: number, i: number, j: number) => number} w
 * @property {(k: number, j: number) => number} b
 * @property {(k: number, i: number, j: number) => number} slope          ∂J/∂w as applied
 * @property {(k: number, j: number) => number} slopeB
 * @property {(k: number, i: number, j: number) => number} direction      d: the update is w − α d
 * @property {(k: number, j: number) => number} directionB
 * @property {(k: number, i: number, j: number) => number} next           w after the update
 * @property {(k: number, j: number) => number} nextB
 */

/** @param {Frame} frame @returns {Net | null} null before everything has come */
export function read(frame) {
  const { layers, params, gradient, direction, x, y, z, a, delta, each, batch, focus, focus_x, focus_y, focus_z, focus_a } = frame.arrays;
  if (!layers || !params || !z || !focus_x) return null;
  const sizes = Array.from(layers.data);
  const bias = sizes.slice(1).reduce((sum, h, k) => sum + h * sizes[k], 0) < params.data.length;
  const top = sizes.length;
  /** @type {Weights[]} */
  const weights = [];
  let at = 0;
  for (let k = 1; k < top; k++) {
    const [n, h] = [sizes[k - 1], sizes[k]];
    weights.push({ k, n, h, at, biasAt: bias ? at + n * h : -1 });
    at += n * h + (bias ? h : 0);
  }
  if (at !== params.data.length) return null; // the layers are of another run still
  const before = sizes.map((_, l) => sizes.slice(1, l).reduce((sum, h) => sum + h, 0)); // units before layer l + 1
  const units = z.shape[1];
  const alpha = frame.scalars.learning_rate;
  const unit = (/** @type {Block} */ block, /** @type {Block} */ own) => (/** @type {number} */ layer, /** @type {number} */ row, /** @type {number} */ j) =>
    row < 0 ? own.data[before[layer - 1] + j] : block.data[row * units + before[layer - 1] + j];
  const activation = unit(a, focus_a);
  const element = (/** @type {Block} */ block) => (/** @type {number} */ k, /** @type {number} */ i, /** @type {number} */ j) => block.data[weights[k - 1].at + i * weights[k - 1].h + j];
  const own = (/** @type {Block} */ block) => (/** @type {number} */ k, /** @type {number} */ j) => (bias ? block.data[weights[k - 1].biasAt + j] : 0);
  const [w, b, d, dB] = [element(params), own(params), element(direction), own(direction)];
  const where = focus.data[0];
  return {
    sizes, top, weights, bias,
    rows: z.shape[0],
    batch: batch.data.length,
    focus: where,
    focusRow: where < 0 ? -1 : Array.from(batch.data.subarray(0, z.shape[0])).indexOf(where),
    x: (row, i) => (row < 0 ? focus_x.data[i] : x.data[row * sizes[0] + i]),
    y: (row, k) => (row < 0 ? focus_y?.data[k] ?? NaN : y.data[row * sizes[top - 1] + k]),
    z: unit(z, focus_z),
    a: (layer, row, j) => (layer > 1 ? activation(layer, row, j) : row < 0 ? focus_x.data[j] : x.data[row * sizes[0] + j]),
    delta: (layer, row, j) => delta.data[row * units + before[layer - 1] + j],
    each: (row, k) => each.data[row * each.shape[1] + k],
    w, b,
    slope: element(gradient),
    slopeB: own(gradient),
    direction: d,
    directionB: dB,
    next: (k, i, j) => w(k, i, j) - alpha * d(k, i, j),
    nextB: (k, j) => b(k, j) - alpha * dB(k, j),
  };
}

/** What a number is called wherever it stands, so that all its places light up together (static/link.js).
 * `row` −1: of inputs that are in no row of the batch. @param {string} letter @param {number} row @param {number} j */
export function linkName(letter, row, j) {
  return `${letter}-${row < 0 ? "own" : row}-${j}`;
}
