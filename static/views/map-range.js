/** How much of the plane a map of words shows: it grows in steps when a word leaves it, and shrinks late, so that words move and not the map. */

/** @typedef {[number, number, number, number]} Box  x from, to, y from, to */

const SPARE = 0.1; // of the span, beyond a word that has left the box
const LOOSE = [0.75, 0.4]; // of the box in both directions: filled less than that it is too large, at rest and after a jump
const PATIENCE = 20; // pictures that it may be too large

export class Range {
  constructor() {
    /** @type {Box | null} */
    this.box = null;
    this.run = -1;
    this.step = -1;
    this.loose = 0;
  }

  /** @param {ArrayLike<number>[]} maps  x and y of all words, of each lane @param {number} run @param {number} step @returns {Box} */
  follow(maps, run, step) {
    const need = spanned(maps);
    const jumped = step < this.step || step > this.step + 150;
    const same = step === this.step && run === this.run;
    [this.step, this.loose] = [step, this.loose + 1];
    if (!this.box || run !== this.run || step === 0) this.box = padded(need, 0.04);
    else if (!same || !inside(need, this.box)) {
      const share = Math.max((need[1] - need[0]) / (this.box[1] - this.box[0]), (need[3] - need[2]) / (this.box[3] - this.box[2]));
      if (share >= LOOSE[0]) this.loose = 0;
      if (share < LOOSE[1] && jumped) this.box = padded(need, SPARE);
      else if (this.loose > PATIENCE) [this.box, this.loose] = [padded(need, SPARE), 0];
      else this.box = grown(this.box, need);
    }
    this.run = run;
    return this.box;
  }
}

/** @param {ArrayLike<number>[]} maps @returns {Box} */
export function spanned(maps) {
  /** @type {Box} */
  const box = [Infinity, -Infinity, Infinity, -Infinity];
  for (const map of maps)
    for (let i = 0; i + 1 < map.length; i += 2) {
      if (!Number.isFinite(map[i]) || !Number.isFinite(map[i + 1])) continue;
      if (map[i] < box[0]) box[0] = map[i];
      if (map[i] > box[1]) box[1] = map[i];
      if (map[i + 1] < box[2]) box[2] = map[i + 1];
      if (map[i + 1] > box[3]) box[3] = map[i + 1];
    }
  return box[0] <= box[1] ? wide(box) : [-1, 1, -1, 1];
}

/** A map of one direction is no line without breadth. @param {Box} box @returns {Box} */
function wide([x0, x1, y0, y1]) {
  const least = Math.max(0.05 * Math.max(x1 - x0, y1 - y0), 1e-9);
  const [dx, dy] = [Math.max(0, least - (x1 - x0)) / 2, Math.max(0, least - (y1 - y0)) / 2];
  return [x0 - dx, x1 + dx, y0 - dy, y1 + dy];
}

/** @param {Box} box @param {number} share @returns {Box} */
function padded([x0, x1, y0, y1], share) {
  const [dx, dy] = [share * (x1 - x0), share * (y1 - y0)];
  return [x0 - dx, x1 + dx, y0 - dy, y1 + dy];
}

/** Only where a word has left it. @param {Box} box @param {Box} need @returns {Box} */
function grown([x0, x1, y0, y1], need) {
  const [dx, dy] = [SPARE * (need[1] - need[0]), SPARE * (need[3] - need[2])];
  return [need[0] < x0 ? need[0] - dx : x0, need[1] > x1 ? need[1] + dx : x1, need[2] < y0 ? need[2] - dy : y0, need[3] > y1 ? need[3] + dy : y1];
}

/** @param {Box} need @param {Box} box */
function inside(need, box) {
  return need[0] >= box[0] && need[1] <= box[1] && need[2] >= box[2] && need[3] <= box[3];
}
