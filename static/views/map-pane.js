/** One run's map of words on its canvas: trails, dots, the strong words' next step, the axis, the lens, and the labels. */
import * as link from "../link.js";
import { arrow, dot, ghostDot, line, text, textWidth } from "./drawing.js";
import { freest } from "./free-corner.js";
import { fitted, seen } from "./map-camera.js";
import { nearestOf, order, place } from "./map-labels.js";
import { axisLine, fading, sameWay } from "./map-lines.js";
import { mark, reach } from "./map-marks.js";
import { wordAt } from "./map-nearest.js";
import { Trails } from "./map-trails.js";
import { faint, palette } from "./palette.js";
import { moved } from "./procrustes.js";
import * as lens from "./pull-lens.js";
import { Room } from "./room.js";
import { Stage } from "./stage.js";
import { Tween } from "./tween.js";

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./procrustes.js").Moved} Moved
 * @typedef {import("./map-marks.js").Shape} Shape
 * @typedef {object} Shared      what all maps beside one another show alike
 * @property {string[]} words @property {number[]} kinds @property {Shape[]} shapes  of each word @property {string[]} kindNames
 * @property {number} focus @property {number} hover @property {Set<number>} pins  words; −1: none
 * @property {[number[], number[]] | null} axis  the words of its two ends
 * @property {import("./map-camera.js").Zoom} zoom
 * @property {() => {box: import("./map-range.js").Box, moving: boolean}} range
 * @typedef {object} Shown       what one run's map shows
 * @property {number} step @property {number} run
 * @property {ArrayLike<number>} map @property {ArrayLike<number> | null} next
 * @property {Moved} moved       onto the first run's map
 * @property {number} explained
 * @property {import("./forces.js").Forces | null} forces  in the lens; null: none
 * @property {import("./map-asked.js").Asked} asked
 * @property {boolean} room      whether the lens has its place here
 */

const SEGMENTS = 12_000; // of all faint trails: more of them take longer than a frame
const LENS = [0.235, 0.19, 0.15]; // of the height: the lens's radius
const TRIED = 400; // words in sight for which a place is looked for: more of them find none anyway
const TRAILED = 60; // words, up to which each has a trail; of more only those of a kind, or else the most frequent
const RING = 8.5; // pixels: around a word in focus, or a pinned one
const FEW = 250; // words, up to which no label covers a dot

export class Pane {
  /** @param {HTMLElement} host @param {Shared} shared */
  constructor(host, shared) {
    this.shared = shared;
    this.stage = new Stage(host, { heights: [240, 620], draw: (fresh) => this.draw(fresh), layers: 2 });
    this.tween = new Tween();
    this.trails = new Trails();
    /** @type {Shown | null} */
    this.shown = null;
    /** Where each word is, in pixels. @type {Float32Array} */
    this.pixels = new Float32Array(0);
    /** The sides of the words that are written. @type {Map<number, number>} */
    this.sides = new Map();
    /** @type {Map<number, import("./map-labels.js").Placed>} */
    this.labels = new Map();
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {import("./free-corner.js").Corner | null} */
    this.lens = null;
    this.corner = -1;
    /** @type {lens.Tip[]} */
    this.tips = [];
  }

  /** @param {Shown} shown */
  update(shown) {
    const last = this.shown;
    this.shown = shown;
    if (last?.map !== shown.map || last.run !== shown.run) {
      if (last?.run !== shown.run) this.sides.clear();
      this.trails.add(shown.step, shown.map, shown.run);
    }
    this.tween.aim(this.plane(shown.map, shown.moved), shown.step);
    this.stage.show();
  }

  /** Places on the first run's map. @param {ArrayLike<number>} map @param {Moved} onto */
  plane(map, onto) {
    const places = new Array(map.length);
    for (let i = 0; i + 1 < map.length; i += 2) [places[i], places[i + 1]] = moved(onto, map[i], map[i + 1]);
    return places;
  }

  /** How the plane lies in the picture now. */
  camera() {
    const { stage, shared, shown } = this;
    const { box, moving } = shared.range();
    const base = fitted(box, stage, shown?.room ? 2 * LENS[0] * stage.height + 6 : 0);
    const zoomed = seen(shared.zoom, stage);
    return { at: (/** @type {number} */ x, /** @type {number} */ y) => zoomed(base.at(x, y)), base, moving };
  }

  /** @param {boolean} fresh */
  draw(fresh) {
    const { stage, shown } = this;
    const [below, c] = [stage.clear(0), stage.clear(1)];
    if (!shown) return false;
    if (fresh) this.widths.clear();
    const camera = this.camera();
    const { values, moving } = this.tween.at();
    if (this.pixels.length !== values.length) this.pixels = new Float32Array(values.length);
    for (let i = 0; i + 1 < values.length; i += 2) [this.pixels[i], this.pixels[i + 1]] = camera.at(values[i], values[i + 1]);
    const strong = this.strong();
    this.faintTrails(below, camera.at);
    const room = new Room(stage.width, stage.height);
    axisLine(c, this.pixels, this.shared.axis, stage);
    const path = this.strongTrails(c, camera.at, strong);
    this.dots(c, room, strong);
    const ways = sameWay(c, (v) => this.at(v), shown.asked.analogy);
    for (const [from, to] of ways) room.line(...from, ...to);
    const steps = this.steps(c, camera.at, strong, room);
    this.chooseLens(room, path, [...steps, ...ways.flat(), ...shown.asked.words.map((v) => this.at(v))]);
    if (this.lens && shown.forces) {
      this.spyglass(c, shown.forces);
      room.circle(this.lens);
      room.line(...this.at(shown.forces.word), this.lens.x, this.lens.y);
    }
    this.write(c, room, strong);
    this.tell(strong);
    return moving || camera.moving;
  }

  /** The words that are drawn strongly, the most important first. */
  strong() {
    const { focus, hover, pins, axis } = this.shared;
    const V = this.pixels.length / 2;
    return new Set([hover, this.lit(), focus, this.shown?.explained ?? -1, ...(this.shown?.asked.words ?? []), ...pins, ...(axis?.flat() ?? [])].filter((v) => v >= 0 && v < V));
  }

  /** The word that is lit, here or elsewhere on the page. */
  lit() {
    const [, word] = /^word-(\d+)$/.exec(link.current() ?? "") ?? [];
    return word ? Number(word) : -1;
  }

  /** @param {CanvasRenderingContext2D} c @param {(x: number, y: number) => Point} at */
  faintTrails(c, at) {
    const { kinds } = this.shared;
    const every = Array.from({ length: this.pixels.length / 2 }, (_, v) => v);
    const kind = every.filter((v) => kinds[v] >= 0);
    const trailed = every.length <= TRAILED ? every : kind.length ? kind : every.slice(0, TRAILED);
    const pictures = this.trails.thinned(SEGMENTS / Math.max(1, trailed.length));
    fading(c, trailed.map((v) => this.trail(pictures, v, at)), palette().ink2, 0.3, every.length <= TRAILED ? 1 : 0.8);
  }

  /** @param {import("./map-trails.js").Seen[]} pictures @param {number} v @param {(x: number, y: number) => Point} at @returns {Point[]} */
  trail(pictures, v, at) {
    const onto = /** @type {Shown} */ (this.shown).moved;
    const earlier = pictures.slice(0, -1).map(({ places }) => at(...moved(onto, places[2 * v], places[2 * v + 1])));
    return [...earlier, this.at(v)]; // it ends where the word is now, also while that glides
  }

  /** @param {number} v @returns {Point} */
  at(v) {
    return [this.pixels[2 * v], this.pixels[2 * v + 1]];
  }

  /** Those of the words in focus and of the pinned ones; what they cover. @param {CanvasRenderingContext2D} c
   * @param {(x: number, y: number) => Point} at @param {Set<number>} strong @returns {Point[]} */
  strongTrails(c, at, strong) {
    const ways = [...strong].filter((v) => this.keepsTrail(v)).map((v) => this.trail(this.trails.seen, v, at));
    fading(c, ways, palette().ink2, 0.9, 1.7);
    return ways.flat();
  }

  /** @param {number} v */
  keepsTrail(v) {
    const { focus, pins } = this.shared;
    return v === focus || v === this.shown?.explained || pins.has(v);
  }

  /** @param {CanvasRenderingContext2D} c @param {Room} room @param {Set<number>} strong */
  dots(c, room, strong) {
    const { ink, ink2, edge, sunk, mark: yellow } = palette();
    const { shapes, focus, pins, hover } = this.shared;
    const V = this.pixels.length / 2;
    const lit = this.lit();
    for (const pass of [0, 1, 2]) // the others below those of a kind, and these below the strong ones
      for (let v = 0; v < V; v++) {
        const shape = shapes[v] ?? "dot";
        if ((strong.has(v) ? 2 : Number(shape !== "dot")) !== pass) continue;
        const [x, y] = this.at(v);
        if (!(x > -9 && y > -9 && x < this.stage.width + 9 && y < this.stage.height + 9)) continue;
        const selected = v === focus || v === lit || v === this.shown?.explained;
        const r = reach(shape) + (strong.has(v) && shape === "dot" ? 1.5 : 0);
        if (selected) dot(c, [x, y], RING, { fill: yellow, edge: ink, width: 1.6 });
        else if (pins.has(v) || v === hover) dot(c, [x, y], RING, { edge: ink, width: 1.4 });
        mark(c, shape, x, y, { color: strong.has(v) ? ink : shape === "dot" ? edge : ink2, ground: selected ? yellow : sunk, r: selected && shape !== "dot" ? 4 : r });
        const high = selected || pins.has(v) ? RING - 1.5 : r; // the corners of its box are free
        room.add({ x: x - high, y: y - high, width: 2 * high, height: 2 * high }, shape === "dot" && !strong.has(v));
      }
  }

  /** Where the next update brings the strong words. @param {CanvasRenderingContext2D} c @param {(x: number, y: number) => Point} at
   * @param {Set<number>} strong @param {Room} room @returns {Point[]} places along these arrows, in sight */
  steps(c, at, strong, room) {
    const { gradient } = palette();
    const { width, height } = this.stage;
    /** @type {Point[]} */
    const covered = [];
    const { next, moved: onto } = /** @type {Shown} */ (this.shown);
    for (const v of strong) {
      if (!next || !this.keepsTrail(v) || !Number.isFinite(next[2 * v] + next[2 * v + 1])) continue;
      const [from, to] = [this.at(v), at(...moved(onto, next[2 * v], next[2 * v + 1]))];
      const far = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (!(far < 5000)) continue;
      arrow(c, from, to, { color: gradient, width: 2.2, head: 8 });
      if (far > 14) ghostDot(c, to, gradient, 4.5);
      room.line(...from, ...to);
      for (let i = 1; i <= 20; i++) covered.push([from[0] + ((to[0] - from[0]) * i) / 20, from[1] + ((to[1] - from[1]) * i) / 20]);
    }
    return covered.filter(([x, y]) => x > 0 && y > 0 && x < width && y < height);
  }

  /** It may cover a trail before it is missing, and before that the words asked about. @param {Room} room @param {Point[]} trails
   * @param {Point[]} others  places that it had better not cover either */
  chooseLens(room, trails, others) {
    const { stage, shown } = this;
    this.tips = [];
    const wanted = shown?.room && shown.forces && shown.forces.rows.length > 0;
    const word = wanted ? this.at(shown.explained) : null;
    const inside = word && word[0] > 0 && word[1] > 0 && word[0] < stage.width && word[1] < stage.height;
    this.lens = null;
    for (const kept of inside ? [[word, ...others, ...trails], [word, ...others], [word]] : [])
      this.lens ??= freest(stage, LENS.map((share) => share * stage.height), room, kept, this.corner);
    this.corner = this.lens ? this.lens.corner : inside ? -1 : this.corner;
  }

  /** @param {CanvasRenderingContext2D} c @param {import("./forces.js").Forces} forces */
  spyglass(c, forces) {
    const { x, y, radius } = /** @type {import("./free-corner.js").Corner} */ (this.lens);
    const [wx, wy] = this.at(forces.word);
    const toward = Math.atan2(y - wy, x - wx);
    line(c, [[wx + 9 * Math.cos(toward), wy + 9 * Math.sin(toward)], [x - radius * Math.cos(toward), y - radius * Math.sin(toward)]], { color: palette().ink, width: 1.1 });
    this.tips = lens.draw(c, { x, y, radius }, forces);
  }

  /** @param {CanvasRenderingContext2D} c @param {Room} room @param {Set<number>} strong */
  write(c, room, strong) {
    const { ink, ink2, sunk, small } = palette();
    const { words, kinds, shapes } = this.shared;
    const V = Math.min(words.length, this.pixels.length / 2);
    const before = [...strong];
    const rank = [...before, ...order(V, () => false, kinds, this.sides).filter((v) => !strong.has(v))];
    const wanted = [];
    for (const v of rank) {
      if (wanted.length === TRIED) break;
      const [x, y] = this.at(v);
      if (!(x > 0 && y > 0 && x < this.stage.width && y < this.stage.height)) continue;
      wanted.push({ id: v, x, y, r: strong.has(v) ? 8 : reach(shapes[v] ?? "dot"), width: this.widthOf(c, words[v], strong.has(v)), height: small + 1, must: strong.has(v) });
    }
    this.labels = place(wanted, room, this.sides, V > FEW ? 2 : 0);
    this.sides = new Map([...this.labels].map(([v, { side }]) => [v, side]));
    for (const [v, box] of this.labels) if (box.away) line(c, [this.at(v), nearestOf(box, this.at(v))], { color: faint(ink, 0.6), width: 0.9 });
    for (const [v, box] of [...this.labels].reverse()) // the strong ones last, over all others
      text(c, lens.short(words[v]), box.x, box.y + small - 1, { color: strong.has(v) || kinds[v] >= 0 ? ink : ink2, bold: strong.has(v), ground: sunk });
  }

  /** Where the strong words and the lens are, and how many words are written: for whoever cannot see the canvas. @param {Set<number>} strong */
  tell(strong) {
    const { dataset } = this.stage.host;
    dataset.words = [...strong].map((v) => `${v}:${this.at(v).map(Math.round)}`).join(" ");
    dataset.lens = this.lens ? [this.lens.x, this.lens.y, this.lens.radius].map(Math.round).join() : "";
    dataset.labels = String(this.labels.size);
  }

  /** @param {CanvasRenderingContext2D} c @param {string} word @param {boolean} bold */
  widthOf(c, word, bold) {
    const key = bold ? `${word}\n` : word;
    let width = this.widths.get(key);
    if (width === undefined) this.widths.set(key, (width = textWidth(c, lens.short(word), { bold })));
    return width;
  }

  /** The word at a place of the picture: its dot, or its label. @param {Point} at @returns {number} */
  wordAt([x, y]) {
    if (this.lens && Math.hypot(x - this.lens.x, y - this.lens.y) < this.lens.radius) return -1;
    return wordAt(this.pixels, this.labels, [x, y]);
  }

  /** @param {Point} at */
  lights(at) {
    const inside = this.lens && Math.hypot(at[0] - this.lens.x, at[1] - this.lens.y) < this.lens.radius;
    const word = this.wordAt(at);
    link.set(inside ? lens.arrowAt(this.tips, at) : word >= 0 ? `word-${word}` : null);
  }
}
