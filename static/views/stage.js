/** A picture's canvas: as sharp as the screen, as wide as its card, drawn at most once per animation frame, and only in sight. */
import { onTheme } from "./palette.js";

/**
 * @typedef {object} Options
 * @property {[number, number]} heights  the least and the most, in CSS pixels; between them --ratio times the width
 * @property {(fresh: boolean) => boolean | void} draw  `fresh`: size or theme changed; true asks for one more frame
 * @property {number} [layers]  canvases above one another, the first at the bottom
 */

/** How high a picture is: the style sheet says how wide is to high, as it knows what stands beside the picture.
 * Where it says --fills, the picture is as high as the place that is left for it.
 * @param {HTMLElement} host @param {number} width @param {[number, number]} heights */
export function heightBy(host, width, [least, most]) {
  if (fills(host)) return Math.max(1, host.parentElement?.clientHeight ?? least);
  const ratio = parseFloat(getComputedStyle(host).getPropertyValue("--ratio")) || 0.62;
  return Math.round(Math.min(most, Math.max(least, width * ratio)));
}

/** @param {HTMLElement} host */
function fills(host) {
  return getComputedStyle(host).getPropertyValue("--fills").trim() === "1";
}

export class Stage {
  /** @param {HTMLElement} host @param {Options} options */
  constructor(host, options) {
    this.host = host;
    this.options = options;
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
    this.fresh = true;
    this.pending = 0;
    this.seen = true;
    /** @type {CanvasRenderingContext2D[]} */
    this.layers = []; // none before there is something to draw: an empty card is shown as waiting
    host.classList.add("stage");
    this.stand(this.heightFor(host.clientWidth || 320));
    new ResizeObserver(() => this.resize()).observe(host);
    new IntersectionObserver((entries) => {
      this.seen = entries[entries.length - 1].isIntersecting;
      if (this.seen && this.layers.length) this.request();
    }, { rootMargin: "100px" }).observe(host);
    onTheme(() => {
      this.fresh = true;
      if (this.layers.length) this.request();
    });
  }

  /** @param {number} width */
  heightFor(width) {
    return heightBy(this.host, width, this.options.heights);
  }

  /** Keeps the picture's place, but where the place is what tells its height. @param {number} height */
  stand(height) {
    this.host.style.minHeight = fills(this.host) ? "" : `${height}px`;
  }

  begin() {
    this.layers = Array.from({ length: this.options.layers ?? 1 }, () => {
      const canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true");
      this.host.append(canvas);
      return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    });
  }

  /** Takes the card's width, and draws if it changed. */
  resize() {
    if (!this.layers.length) return;
    const width = this.host.clientWidth;
    const ratio = Math.min(3, devicePixelRatio || 1);
    const height = this.heightFor(width);
    if (!width || (width === this.width && ratio === this.ratio && height === this.height)) return;
    Object.assign(this, { width, height, ratio, fresh: true });
    this.stand(height);
    for (const { canvas } of this.layers) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
    }
    if (this.pending) cancelAnimationFrame(this.pending);
    this.pending = 0;
    this.paint(); // at once: a resized canvas is blank
  }

  /** Draws at once: to be called from an animation frame, as every update is. Out of sight it waits. */
  show() {
    if (!this.layers.length) this.begin();
    if (!this.seen) return;
    if (this.pending) cancelAnimationFrame(this.pending);
    this.pending = 0;
    this.paint();
  }

  /** Draws in the next animation frame, however often it was asked for. */
  request() {
    if (!this.layers.length) this.begin();
    if (this.pending || !this.seen) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.paint();
    });
  }

  paint() {
    if (!this.width) return this.resize();
    for (const layer of this.layers) layer.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const { fresh } = this;
    this.fresh = false;
    if (this.options.draw(fresh)) this.request();
  }

  /** A blank layer. @param {number} layer @returns {CanvasRenderingContext2D} */
  clear(layer) {
    const context = this.layers[layer];
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }

  /** Where a pointer event is, in CSS pixels of the picture. @param {{clientX: number, clientY: number}} event */
  at(event) {
    const box = this.host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}
