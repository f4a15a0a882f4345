/** Where each word has been in its last 150 steps, out of the pictures that have come; forgotten on the way back. */

export const STEPS = 150;

/** @typedef {{step: number, places: ArrayLike<number>}} Seen  x and y of each word */

export class Trails {
  constructor() {
    /** @type {Seen[]} */
    this.seen = [];
    this.run = -1;
  }

  /** @param {number} step @param {ArrayLike<number>} places @param {number} run */
  add(step, places, run) {
    const last = this.seen.at(-1);
    if (run !== this.run || (last && (step < last.step || places.length !== last.places.length))) this.seen = [];
    this.run = run;
    if (last?.step === step && this.seen.length) this.seen.pop(); // the same step, drawn anew
    this.seen.push({ step, places });
    while (this.seen[0].step < step - STEPS) this.seen.shift();
  }

  /** The pictures that a trail is drawn through, the newest among them: no more than there is time for. @param {number} [most] @returns {Seen[]} */
  thinned(most = Infinity) {
    const { length } = this.seen;
    const every = Math.max(1, Math.ceil(length / Math.max(2, most)));
    return this.seen.filter((_, i) => (length - 1 - i) % every === 0);
  }
}
