/** A lens on the map: where the next step is too small to see, it is shown again, larger, in the freest corner. */
import { text } from "./drawing.js";
import { places, traceLevels } from "./field.js";
import { faint, mix, palette, rgb } from "./palette.js";
import { niceStep } from "./scales.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./crowd.js").Crowd} Crowd
 * @typedef {import("./field.js").Field} Field
 * @typedef {{x: number, y: number, radius: number, factor: number, focus: Point, said: -1 | 1}} View  said: whether the factor stands above or below the step
 */

const FACTORS = [3, 5, 10, 20, 50, 100, 200, 500, 1000];
const [SMALL, VISIBLE] = [7, 11]; // pixels from its middle: appears below the first, goes above the second
const PATIENCE = 700; // milliseconds that the lens stays as it is while a noisy run plays
const STEP = 5; // pixels of the lens between two samples of the field

export class Lens {
  constructor() {
    this.corner = -1;
    this.factor = 0;
    this.needed = -Infinity;
    this.changed = -Infinity;
    this.tile = document.createElement("canvas");
    this.hue = "";
    /** @type {[number, number, number][]} */
    this.colors = [];
  }

  /** Where the lens lies and what it shows, or null. Points are pixels of the map.
   * @param {Point[]} step  its ends @param {number} width @param {number} height
   * @param {Crowd} crowd @param {boolean} playing  then it does not come and go with every step @returns {View | null} */
  choose(step, width, height, crowd, playing) {
    const now = performance.now();
    const focus = middle(step);
    const reach = Math.max(...step.map(([x, y]) => Math.hypot(x - focus[0], y - focus[1])));
    const inside = focus[0] > 0 && focus[0] < width && focus[1] > 0 && focus[1] < height;
    if (reach <= (this.factor ? VISIBLE : SMALL)) this.needed = now;
    else if (!this.factor || !playing || now - this.needed > PATIENCE) return this.hide();
    if (!inside) return this.hide();
    const full = Math.min(height * (width < 520 ? 0.19 : 0.235), width * 0.2);
    for (const radius of width < 520 ? [full] : [full, full * 0.75]) {
      const rests = playing && now - this.changed < PATIENCE && this.factor > 0;
      const factor = rests ? this.factor : this.magnify(radius, reach);
      if (!factor) return this.hide();
      const place = this.freest(radius, Math.max(10, radius / factor), focus, width, height, crowd);
      if (place) {
        if (factor !== this.factor) this.changed = now;
        this.factor = factor;
        return { ...place, radius, factor, focus, said: this.side(step, focus, radius / factor) };
      }
    }
    return this.hide();
  }

  /** Where in the glass the factor is written: farther from both ends of the step. @param {Point[]} step @param {Point} focus @param {number} source
   * @returns {-1 | 1} */
  side(step, focus, source) {
    const room = (/** @type {-1 | 1} */ way) => Math.min(...step.map(([x, y]) => Math.hypot(x - focus[0], y - focus[1] - 0.75 * way * source)));
    return room(-1) >= room(1) ? -1 : 1;
  }

  hide() {
    this.corner = -1;
    this.factor = 0;
    return null;
  }

  /** The factor that fills the lens; the last one while it will do. @param {number} radius @param {number} reach */
  magnify(radius, reach) {
    const fills = (/** @type {number} */ factor) => (reach * factor) / radius;
    if (this.factor && fills(this.factor) > 0.12 && fills(this.factor) < 0.78) return this.factor;
    const best = FACTORS.filter((factor) => fills(factor) < 0.6).pop() ?? 0;
    return fills(best) < 0.04 ? 0 : best; // nothing to be seen even so: the run stands still
  }

  /** @param {number} radius @param {number} source @param {Point} focus @param {number} width @param {number} height @param {Crowd} crowd */
  freest(radius, source, focus, width, height, crowd) {
    const [left, right, top, bottom] = [radius + 34, width - radius - 12, radius + 12, height - radius - 30];
    const corners = [[right, top], [left, top], [right, bottom], [left, bottom]].map(([x, y], corner) => ({ x, y, corner }));
    if (this.corner >= 0) corners.unshift(corners[this.corner]);
    const free = corners.find(({ x, y }) =>
      Math.hypot(x - focus[0], y - focus[1]) > radius + source + 12 && crowd.inCircle(x, y, radius + 6) === 0);
    if (free) this.corner = free.corner;
    return free ?? null;
  }

  /** Draws glass and field; `content` draws what lies on it.
   * @param {CanvasRenderingContext2D} c @param {View} view @param {Field} field
   * @param {{X: import("./scales.js").Scale, Y: import("./scales.js").Scale}} map
   * @param {(plane: import("./path.js").Plane) => void} content */
  paint(c, { x, y, radius, factor, focus, said }, field, map, content) {
    const { ink, ink2, card, field: hue } = palette();
    const source = Math.max(5, radius / factor);
    const toward = Math.atan2(y - focus[1], x - focus[0]);
    c.beginPath();
    c.arc(...focus, source, 0, 2 * Math.PI);
    c.moveTo(focus[0] + source * Math.cos(toward), focus[1] + source * Math.sin(toward));
    c.lineTo(x - radius * Math.cos(toward), y - radius * Math.sin(toward));
    c.strokeStyle = ink;
    c.lineWidth = 1.1;
    c.stroke();

    c.save();
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.fillStyle = card;
    c.fill();
    c.clip();
    const count = Math.ceil((2 * radius) / STEP) + 1;
    const reach = ((count - 1) * STEP) / 2;
    const xs = places(map.X.invert(focus[0] - reach / factor), map.X.invert(focus[0] + reach / factor), count);
    const ys = places(map.Y.invert(focus[1] - reach / factor), map.Y.invert(focus[1] + reach / factor), count);
    const values = field.lattice(xs, ys);
    const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    this.shade(values, count, low, high, card, hue);
    c.imageSmoothingQuality = "high";
    c.drawImage(this.tile, x - reach - STEP / 2, y - reach - STEP / 2, count * STEP, count * STEP);
    const step = niceStep((high - low) / 7);
    c.beginPath();
    const first = Math.ceil(low / step);
    const levels = Array.from({ length: Math.min(20, Math.max(0, Math.floor(high / step) - first + 1)) }, (_, k) => (first + k) * step);
    traceLevels(c, values, count, count, levels, x - reach, y - reach, STEP);
    c.strokeStyle = faint(ink, 0.2);
    c.lineWidth = 0.9;
    c.stroke();
    content({
      X: (value) => x + (map.X(value) - focus[0]) * factor,
      Y: (value) => y + (map.Y(value) - focus[1]) * factor,
    });
    text(c, radius < 56 ? `${factor}×` : `${factor}× larger`, x, said < 0 ? y - radius + 19 : y + radius - 10, { color: ink2, align: "center" });
    c.restore();
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.strokeStyle = ink;
    c.lineWidth = 1.2;
    c.stroke();
  }

  /** @param {Float64Array} values @param {number} count @param {number} low @param {number} high @param {string} card @param {string} hue */
  shade(values, count, low, high, card, hue) {
    if (this.tile.width !== count) this.tile.width = this.tile.height = count;
    const context = /** @type {CanvasRenderingContext2D} */ (this.tile.getContext("2d"));
    const image = context.createImageData(count, count);
    if (this.hue !== hue + card) {
      this.hue = hue + card;
      this.colors = Array.from({ length: 32 }, (_, i) => rgb(mix(hue, card, 0.03 + (0.17 * i) / 31)));
    }
    const { colors } = this;
    values.forEach((value, i) => {
      image.data.set(colors[Math.floor(((value - low) / (high - low || 1)) * 31)] ?? colors[0], 4 * i);
      image.data[4 * i + 3] = 255;
    });
    context.putImageData(image, 0, 0);
  }
}

/** The middle of what the points span. @param {Point[]} points @returns {Point} */
function middle(points) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}
