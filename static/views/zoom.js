/** How much of the plane the map shows: it doubles when the ball leaves it, within bounds, and can be fitted again. */

/** @typedef {[number, number, number, number]} Domain  θ₀ from, to, θ₁ from, to */

const FARTHEST = 9e4; // the server draws no farther than 1e5
const WIDEST = 1024; // times the first domain
const PATIENCE = 600; // milliseconds between two requests, while no answer has come

export class Zoom {
  /** @param {(domain: Domain) => void} ask */
  constructor(ask) {
    this.ask = ask;
    /** @type {Domain | null} */
    this.first = null;
    /** @type {Domain | null} */
    this.domain = null;
    this.asked = -Infinity;
    this.waiting = "";
    this.wished = ""; // the last one that was asked for, as the server tells it
    this.run = -1;
    this.later = 0; // the last of several wishes, until its time has come: nobody may wish again
  }

  /** The domain that the server sent. Another run begins anew, and so does one that nobody asked for: other data have come.
   * @param {ArrayLike<number>} domain @param {number} run */
  shows(domain, run) {
    const now = /** @type {Domain} */ (Array.from(domain));
    if (!this.first || run !== this.run || (String(now) !== this.wished && String(now) !== String(this.domain))) {
      this.first = now;
      clearTimeout(this.later);
    }
    if (String(now) !== String(this.domain)) this.waiting = "";
    this.run = run;
    this.domain = now;
  }

  /** Asks for more room when a place lies outside, or at the very edge. @param {[number, number][]} spots @param {number} [widest] */
  follow(spots, widest = WIDEST) {
    if (!this.domain || !this.first) return;
    const outside = spots.filter((spot) => !holds(/** @type {Domain} */ (this.domain), spot, 0.02));
    if (!outside.length) return;
    const most = (this.first[1] - this.first[0]) * widest;
    let wider = this.domain;
    while (outside.some((spot) => !holds(wider, spot, 0.06))) {
      wider = grown(wider, 2);
      if (wider[1] - wider[0] > most * 1.01 || Math.max(...wider.map(Math.abs)) > FARTHEST) return;
    }
    this.request(wider);
  }

  /** Shows all of these places: the first domain where it does, else just as much as is needed. @param {[number, number][]} spots */
  fit(spots) {
    if (!this.first) return;
    if (spots.every((spot) => holds(/** @type {Domain} */ (this.first), spot))) return this.request(this.first, true);
    const [xs, ys] = [0, 1].map((axis) => spots.map((spot) => Math.max(-FARTHEST, Math.min(FARTHEST, spot[axis]))));
    const tight = /** @type {Domain} */ ([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]);
    for (const [low, high] of [[0, 1], [2, 3]]) {
      const least = (this.first[high] - this.first[low]) * 0.25;
      const more = Math.max(0, least - (tight[high] - tight[low])) / 2;
      tight[low] -= more;
      tight[high] += more;
    }
    this.request(grown(tight, 1.2), true);
  }

  /** @param {Domain} domain @param {boolean} [urgent] */
  request(domain, urgent = false) {
    const now = performance.now();
    const key = String(domain);
    if (!urgent && key === this.waiting) return;
    clearTimeout(this.later);
    const wait = this.asked + PATIENCE - now;
    if (!urgent && wait > 0) {
      this.later = window.setTimeout(() => this.request(domain), wait);
      return;
    }
    [this.asked, this.waiting, this.wished] = [now, key, String(domain.map(Math.fround))];
    this.ask(domain);
  }

  /** Whether another part of the plane is shown than at first. */
  get moved() {
    return !!this.first && !!this.domain && this.first.some((v, i) => Math.abs(v - /** @type {Domain} */ (this.domain)[i]) > 1e-6 * Math.abs(v) + 1e-9);
  }
}

/** Whether a place lies in a domain, `margin` of its width from the edge. @param {Domain} domain
 * @param {[number, number]} spot @param {number} [margin] */
export function holds([x0, x1, y0, y1], [x, y], margin = 0) {
  const [dx, dy] = [(x1 - x0) * margin, (y1 - y0) * margin];
  return x >= x0 + dx && x <= x1 - dx && y >= y0 + dy && y <= y1 - dy;
}

/** The same middle, `factor` times as wide and high. @param {Domain} domain @param {number} factor @returns {Domain} */
function grown([x0, x1, y0, y1], factor) {
  const [x, y, w, h] = [(x0 + x1) / 2, (y0 + y1) / 2, ((x1 - x0) / 2) * factor, ((y1 - y0) / 2) * factor];
  return [x - w, x + w, y - h, y + h];
}
