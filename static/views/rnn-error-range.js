/** The ends of a logarithmic axis: they rest while a run goes on, and make room when they must. */

const [LOWEST, HIGHEST] = [1e-30, 1e29]; // what can be told of a length
const DEEPEST = 14; // decades
const BELOW = 3; // decades that are seen of each run, below its greatest
const LEAST = 1.5;
const FILLED = 0.35; // of the axis, below which a run that rests gets a shorter one

export class Range {
  constructor() {
    this.low = NaN;
    this.high = NaN;
    this.key = "";
  }

  /** @param {number[]} values @param {string} key  with another one it begins anew @param {boolean} resting
   * @param {number[]} [peaks]  values that it holds however deep they are */
  follow(values, key, resting, peaks = []) {
    const logs = values.filter((value) => value > LOWEST && value < HIGHEST).map(Math.log10);
    const [least, most] = logs.length ? [Math.min(...logs), Math.max(...logs)] : [-1, 0];
    const deepest = Math.min(most - DEEPEST, ...peaks.filter((value) => value > LOWEST).map((value) => Math.log10(value) - BELOW));
    const low = Math.max(Math.floor(2 * (least - 0.15)) / 2, deepest);
    const high = Math.ceil(2 * (most + 0.12)) / 2;
    const loose = resting && high - low < FILLED * (this.high - this.low);
    if (key !== this.key || loose) [this.low, this.high, this.key] = [low, high, key];
    this.low = Math.min(this.low, low);
    this.high = Math.max(this.high, high);
    if (this.high - this.low < LEAST) this.low = this.high - LEAST;
    return this;
  }

  /** Whether a value has a place on it. @param {number} value */
  holds(value) {
    return value > LOWEST && Math.log10(value) > this.low;
  }
}
