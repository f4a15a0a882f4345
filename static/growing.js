/** Numbers that only ever become more, without copying them all each time: an array that doubles its room. */
export class Growing {
  constructor() {
    this.length = 0;
    this.data = new Float32Array(1024);
  }

  /** @param {ArrayLike<number>} values */
  push(values) {
    const length = this.length + values.length;
    if (length > this.data.length) {
      const room = new Float32Array(Math.max(length, 2 * this.data.length));
      room.set(this.data.subarray(0, this.length));
      this.data = room;
    }
    this.data.set(values, this.length);
    this.length = length;
  }

  /** Forgets what stands at `length` and beyond. @param {number} length */
  cut(length) {
    this.length = Math.min(this.length, Math.max(0, length));
  }

  /** What there is now: a view, good until the next push. */
  get view() {
    return this.data.subarray(0, this.length);
  }
}
