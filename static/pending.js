/**
 * Changes that were sent and are not answered yet. When the connection breaks nobody knows whether they were made: they
 * wait, and the run itself tells when it is met again.
 *
 * @typedef {import("./types.js").Values} Values
 */

export class Pending {
  constructor() {
    this.sent = 0;
    /** @type {Map<unknown, Values>} */
    this.waiting = new Map();
  }

  /** @param {Values} values @returns {number} the id to send them with */
  add(values) {
    this.waiting.set(++this.sent, values);
    return this.sent;
  }

  /** An answer has come. @param {unknown} id @returns {Values} what it is about; nothing, if it is somebody else's */
  take(id) {
    const values = this.waiting.get(id) ?? {};
    this.waiting.delete(id);
    return values;
  }

  /** Sorts what waits by what is in force now; of what was asked for twice, the last counts.
   * @param {Values} inForce @returns {{made: Values, lost: Values}} */
  settle(inForce) {
    const wanted = Object.entries(Object.assign({}, ...this.waiting.values()));
    this.waiting.clear();
    const made = (/** @type {[string, unknown]} */ [name, value]) => JSON.stringify(inForce[name]) === JSON.stringify(value);
    return { made: Object.fromEntries(wanted.filter(made)), lost: Object.fromEntries(wanted.filter((one) => !made(one))) };
  }
}
