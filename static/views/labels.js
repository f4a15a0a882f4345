/** Words on a picture: where there is room, with a line to what they name where that is far, and not jumping about. */
import { line, text, textWidth } from "./drawing.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {{at: Point, said: string, key: string, color: string, bold?: boolean, more?: number, within?: number}} Label  `key` tells which it is from one picture to the next;
 *   more: pixels of distance, besides the usual ones; within: as many at most
 */

export class Labels {
  constructor() {
    /** Where each one stood. @type {Map<string, number>} */
    this.places = new Map();
  }

  /** Draws one, or leaves it out where nothing is free, and says which. @param {CanvasRenderingContext2D} c
   * @param {import("./crowd.js").Crowd} crowd @param {Label} label */
  put(c, crowd, { at, said, key, color, bold = false, more = 0, within = Infinity }) {
    const box = crowd.place(at[0], at[1], textWidth(c, said, { bold }), 14, this.places.get(key), within, more);
    if (!box) {
      this.places.delete(key);
      return false;
    }
    this.places.set(key, box.place);
    const [middle, low] = [box.x + box.width / 2, box.y + box.height];
    if (Math.hypot(middle - at[0], low - 7 - at[1]) > 34 + box.width / 2) line(c, [at, [middle, low < at[1] ? low : box.y]], { color, width: 1 });
    text(c, said, box.x, low - 3, { color, bold });
    return true;
  }
}
