/** Which word of a map is meant: by a pointer, or by an arrow key. Places are pixels: x and y of each word. */

const REACH = 14; // pixels from a dot at which it is meant

/** @param {ArrayLike<number>} places @param {Map<number, import("./room.js").Box>} labels @param {import("./drawing.js").Point} at @returns {number} −1: none */
export function wordAt(places, labels, [x, y]) {
  let [best, near] = [-1, REACH];
  for (let v = 0; 2 * v < places.length; v++) {
    const far = Math.hypot(places[2 * v] - x, places[2 * v + 1] - y) - (labels.has(v) ? 2 : 0);
    if (far < near) [best, near] = [v, far];
  }
  if (near < 6) return best;
  for (const [v, box] of labels) if (x > box.x - 1 && x < box.x + box.width + 1 && y > box.y - 1 && y < box.y + box.height + 2) return v;
  return best;
}

/** The nearest word in a direction, among those in sight. @param {ArrayLike<number>} places
 * @param {number} from  −1: none yet, so the one nearest to the middle @param {number} dx @param {number} dy
 * @param {{width: number, height: number}} size @returns {number} −1: there is none */
export function towards(places, from, dx, dy, { width, height }) {
  const [x0, y0] = from >= 0 ? [places[2 * from], places[2 * from + 1]] : [width / 2, height / 2];
  let [best, least] = [-1, Infinity];
  for (let v = 0; 2 * v < places.length; v++) {
    const [px, py] = [places[2 * v], places[2 * v + 1]];
    if (v === from || !(px > 0 && py > 0 && px < width && py < height)) continue;
    const [x, y] = [px - x0, py - y0];
    const [along, aside] = [x * dx + y * dy, Math.abs(x * dy - y * dx)];
    if (from >= 0 && (along <= 0.5 || aside > 1.2 * along)) continue;
    const cost = from >= 0 ? along + 2 * aside : Math.hypot(x, y);
    if (cost < least) [best, least] = [v, cost];
  }
  return best;
}
