/**
 * Where the parts of the word network stand: the one-hot row and W on the left, h beside them, and C as wide as there is room.
 *
 * @typedef {{x: number, y: number, width: number, height: number, rows: number, columns: number, numbers: boolean}} Box
 */

export const NUMBERED = 12; // rows of W or columns of C that have room for their numbers
const FEW = 4; // dimensions of W that have
const [TOP, FOOT, TALL] = [42, 42, 236];
const [CELL, LEAST, MOST] = [40, 36, 56]; // pixels of a cell with a number: of W, and of C at least and at most
const LABELS = 66; // for the words of the one-hot row
const NARROW = 480; // pixels below which h and C stand under x and W
const [LOW, LANE] = [150, 34]; // W's height then, and how far from the left h is: the way from W to it goes down there

/** @param {{V: number, N: number}} net @param {number} width */
function sizes({ V, N }, width) {
  const unit = N <= 16 ? 20 : N <= 24 ? 14 : TALL / N;
  const stacked = width < NARROW;
  return { h: N * unit, W: V <= NUMBERED ? V * 22 : stacked ? LOW : TALL, numbered: unit >= 14, stacked };
}

/** @param {{V: number, N: number}} net @param {number} width */
export function heightOf(net, width) {
  const { h, W, stacked } = sizes(net, width);
  return stacked ? TOP + W + FOOT + TOP + h + FOOT : TOP + Math.max(h, W) + FOOT;
}

/** @param {{V: number, N: number, columns: number}} net @param {number} width @returns {{hot: Box, w: Box, h: Box, out: Box, upper: number, foot: number, stacked: boolean, low: number}}
 *  upper and foot: where the shapes of x and W, and of h and C, are written; low: from where on h and C stand */
export function layout(net, width) {
  const { V, N, columns } = net;
  const size = sizes(net, width);
  const { stacked } = size;
  const body = stacked ? size.W : Math.max(size.h, size.W);
  const low = stacked ? TOP + body + FOOT : 0;
  const numbers = V <= NUMBERED && N <= FEW;
  const centred = (/** @type {number} */ height) => TOP + (body - height) / 2;
  const hot = { x: V <= NUMBERED ? LABELS - 12 : LABELS, y: centred(size.W), width: V <= NUMBERED ? 20 : 12, height: size.W, rows: V, columns: 1, numbers: V <= NUMBERED };
  const w = { x: hot.x + hot.width + 26, y: hot.y, width: numbers ? N * CELL : Math.min(112, Math.max(24, N * 7)), height: size.W, rows: V, columns: N, numbers };
  const h = { x: stacked ? LANE : w.x + w.width + 40, y: stacked ? low + TOP : centred(size.h), width: size.numbered ? 52 : 28, height: size.h, rows: N, columns: 1, numbers: size.numbered };
  const x = h.x + h.width + 22;
  const room = Math.max(60, width - x - (stacked ? 2 : 24));
  const out = { x, y: h.y, width: columns <= NUMBERED ? Math.min(room, columns * MOST) : room, height: size.h, rows: N, columns, numbers: columns <= NUMBERED && room / columns >= LEAST && size.numbered };
  return { hot, w, h, out, upper: TOP + body + FOOT - 8, foot: stacked ? low + TOP + size.h + FOOT - 8 : TOP + body + FOOT - 8, stacked, low };
}
