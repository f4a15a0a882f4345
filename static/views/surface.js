/** The map: the loss over θ₀ and θ₁ as filled contour, with the run's path, the ball, and its next step above it. */
import { clamp } from "../clamp.js";
import { num } from "../format.js";
import * as link from "../link.js";
import { rowsUntil } from "../trail.js";
import { alternative } from "./alternative.js";
import { Crowd } from "./crowd.js";
import { arrow, cross, diamond, dot, symbol, text } from "./drawing.js";
import { Field, paintField } from "./field.js";
import { Labels } from "./labels.js";
import { laneLooks } from "./lanes.js";
import { Lens } from "./lens.js";
import { palette } from "./palette.js";
import { corners, drawFuture, drawPast, drawStep, placeAt, points, toward } from "./path.js";
import { linear, tickText, ticks } from "./scales.js";
import { lightUp, spotAt } from "./spotlight.js";
import { Stage } from "./stage.js";
import { Tween } from "./tween.js";
import { downhill, pair, stepOfAll, upcoming, withheld } from "./upcoming.js";
import { Zoom } from "./zoom.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./path.js").LaneLook} LaneLook
 * @typedef {{lane: number, look: LaneLook, now: Point, next: Point | null, past: Point[], future: Point[]}} Track  in pixels
 */

/** @param {HTMLElement} element @param {{actions: import("../types.js").Actions, knobs: import("../types.js").Knob[]}} options
 * @returns {import("../types.js").View} */
export function create(element, { actions, knobs }) {
  const describe = alternative(element);
  const lens = new Lens();
  const tween = new Tween();
  const zoom = new Zoom((domain) => actions.look({ domain }));
  const labels = new Labels();
  /** @type {Frame | null} */
  let frame = null;
  /** @type {Field | null} */
  let field = null;
  /** @type {unknown} */
  let drawn = null; // the surface that the bottom canvas shows
  let taken = { run: -1, history: 0 }; // the way that the run was on
  let [X, Y] = [linear(0, 1, 0, 1), linear(0, 1, 1, 0)];
  /** @type {Track[]} */
  let tracks = [];
  /** @type {import("./lens.js").View | null} */
  let glass = null;

  const fit = Object.assign(document.createElement("button"), { type: "button", textContent: "Fit", hidden: true, className: "fit" });
  fit.title = "Show the whole path";
  (element.parentElement ?? element).append(fit); // beside the picture: what is inside it is one image to a screen reader
  const stage = new Stage(element, {
    layers: 2,
    heights: [200, 520],
    draw,
  });

  const mayStart = actions.may("start_x", "start_y");
  if (!mayStart) element.style.cursor = "default";

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    const { arrays } = next;
    if (arrays.surface && arrays.domain && field?.source !== arrays.surface) {
      field = new Field(arrays.surface, arrays.domain.data);
      zoom.shows(arrays.domain.data, next.run);
    }
    const steps = next.lanes.map((_, lane) => upcoming(next, lane));
    tween.aim(steps.flatMap((step) => (step ? [...step.theta, ...(step.next ?? step.theta)] : [NaN, NaN, NaN, NaN])), next.step);
    const first = steps[0];
    Object.assign(element.dataset, {
      end: first ? first.theta.join() : "",
      step: String(next.step),
      ghost: first?.next ? first.next.join() : "",
    });
    if (taken.run === next.run && taken.history !== next.history && zoom.moved) fitPath(); // what ran away was taken back
    taken = { run: next.run, history: next.history };
    if (steps.length === 1 && first) zoom.follow([first.theta]);
    fit.hidden = !zoom.moved;
    describe(words, !next.playing);
    stage.show();
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    if (!frame || !field) return false;
    const { width, height } = stage;
    if (fresh || drawn !== field) {
      [X, Y] = [linear(field.x0, field.x1, 0, width), linear(field.y0, field.y1, height, 0)];
      paintField(stage.layers[0], field, frame.arrays.levels?.data ?? [], width, height, stage.ratio);
      axes(stage.layers[0]);
      drawn = field;
    }
    const c = stage.clear(1);
    const { values, moving } = tween.at();
    const looks = laneLooks(frame, knobs);
    const plane = { X, Y };
    tracks = looks.flatMap((look, lane) => {
      const [x, y, nextX, nextY] = values.slice(4 * lane);
      if (![x, y].every(Number.isFinite) || !frame) return [];
      const trail = frame.trail[lane];
      const split = trail ? rowsUntil(trail, frame.step - 1) : 0;
      const theta = pair(frame, "theta", lane);
      return [{
        lane, look, now: /** @type {Point} */ ([X(x), Y(y)]),
        next: theta && upcoming(frame, lane)?.next ? /** @type {Point} */ ([X(nextX), Y(nextY)]) : null,
        past: trail ? corners(plane, trail, 0, split) : [],
        future: trail ? corners(plane, trail, rowsUntil(trail, frame.step), trail.length) : [],
      }];
    });
    const crowd = new Crowd(width, height);
    crowd.box({ x: 0, y: 0, width: 26, height });
    crowd.box({ x: 0, y: height - 22, width, height: 22 });
    for (const track of tracks) drawFuture(c, track.future, track.now, track.look.color);
    for (const track of tracks) drawPast(c, track.past, track.now, track.look);
    for (const [x, y] of minima()) {
      cross(c, [X(x), Y(y)]);
      crowd.box({ x: X(x) - 8, y: Y(y) - 8, width: 16, height: 16 });
    }
    occupy(crowd);
    const changes = drawChanges(c, crowd);
    glass = tracks.length === 1 ? lens.choose(stepEnds(tracks[0]), width, height, crowd, frame.playing) : lens.hide();
    if (glass) {
      crowd.box({ x: glass.x - glass.radius, y: glass.y - glass.radius, width: 2 * glass.radius, height: 2 * glass.radius });
      crowd.line(...glass.focus, glass.x, glass.y); // from the small circle to the large one
    }
    label(c, crowd, changes);
    lightUp(c, link.current(), spots(), { width, height });
    for (const track of tracks) drawStep(c, stepOf(track), glass ? 0.8 : 1);
    if (glass) lens.paint(c, glass, field, { X, Y }, (lensPlane) => underLens(c, lensPlane));
    beyond(c, crowd);
    edge(c);
    return moving;
  }

  /** What lies under the lens, on its own plane. @param {CanvasRenderingContext2D} c @param {import("./path.js").Plane} plane */
  function underLens(c, plane) {
    const [track] = tracks;
    const through = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([plane.X(X.invert(x)), plane.Y(Y.invert(y))]);
    const trail = frame?.trail[0];
    const past = trail && frame ? corners(plane, trail, Math.max(0, rowsUntil(trail, frame.step - 1) - 16), rowsUntil(trail, frame.step - 1)) : [];
    const moved = { ...stepOf(track) };
    moved.now = through(moved.now);
    moved.next = moved.next && through(moved.next);
    moved.full = moved.full && through(moved.full);
    moved.slope = moved.slope && toward(moved.now, through(moved.slope));
    c.globalAlpha = 0.6; // what was, behind what comes
    drawPast(c, past, moved.now, track.look);
    c.globalAlpha = 1;
    for (const [x, y] of minima()) cross(c, [plane.X(x), plane.Y(y)], 7);
    drawStep(c, moved);
  }

  /** What the lens must make visible. @param {Track} track */
  function stepEnds({ now, next }) {
    const full = fullStep();
    return [now, ...(next ? [next] : []), ...(full ? [full] : [])];
  }

  /** @param {Track} track */
  function stepOf({ lane, look, now, next }) {
    const gradient = frame && pair(frame, "gradient", lane);
    const norm = gradient ? Math.hypot(...gradient) : 0;
    return { now, next, full: lane ? null : fullStep(), slope: slopeAt(now, lane), color: look.color, norm };
  }

  /** A point downhill of `now`, where the step goes another way. @param {Point} now @param {number} lane */
  function slopeAt(now, lane) {
    const down = frame && downhill(frame, lane);
    const at = frame && pair(frame, "theta", lane);
    if (!down || !at) return null;
    const [dx, dy] = [X(at[0] + down[0]) - X(at[0]), Y(at[1] + down[1]) - Y(at[1])];
    return toward(now, [now[0] + dx, now[1] + dy]);
  }

  /** Where the same rate would lead with all the data, in pixels. @returns {Point | null} */
  function fullStep() {
    const step = frame && stepOfAll(frame);
    const { values } = tween.at();
    return step && [X(values[0] + step[0]), Y(values[1] + step[1])];
  }

  /** @returns {[number, number, number][]} */
  function minima() {
    const block = frame?.arrays.minima;
    if (!block) return [];
    return Array.from({ length: block.shape[0] }, (_, i) => [block.data[3 * i], block.data[3 * i + 1], block.data[3 * i + 2]]);
  }

  /** Axes inside the frame. @param {CanvasRenderingContext2D} c */
  function axes(c) {
    const { width, height } = stage;
    const { ink2 } = palette();
    const across = ticks(X.from, X.to, Math.min(7, width / 90));
    for (const value of across.values) {
      const x = X(value);
      if (x > 34 && x < width - 46) text(c, tickText(value, across.digits), x, height - 7, { color: ink2, align: "center" });
    }
    const up = ticks(Y.from, Y.to, height / 70);
    for (const value of up.values) {
      const y = Y(value);
      if (y > 40 && y < height - 24) text(c, tickText(value, up.digits), 7, y + 4, { color: ink2 });
    }
    symbol(c, "θ", "0", width - 24, height - 10);
    symbol(c, "θ", "1", 8, 20);
  }

  /** What labels and lens must keep clear of. @param {Crowd} crowd */
  function occupy(crowd) {
    for (const { past, now, next } of tracks) {
      for (let i = 0; i < past.length; i++) crowd.line(...past[i], ...(past[i + 1] ?? now));
      if (next) crowd.line(...now, clamp(next[0], 0, stage.width), clamp(next[1], 0, stage.height));
      for (const [x, y] of next ? [now, next] : [now]) crowd.box({ x: x - 9, y: y - 9, width: 18, height: 18 });
    }
  }

  /** Diamonds where a knob was changed. @param {CanvasRenderingContext2D} c @param {Crowd} crowd */
  function drawChanges(c, crowd) {
    /** @type {{at: Point, words: string, key: string}[]} */
    const found = [];
    for (const { lane } of tracks) {
      const trail = frame?.trail[lane];
      for (const mark of frame?.marks ?? []) {
        const theta = trail && placeAt(trail, mark.step);
        if (!theta) continue;
        const at = /** @type {Point} */ ([X(theta[0]), Y(theta[1])]);
        c.globalAlpha = mark.step > (frame?.step ?? 0) ? 0.5 : 1;
        diamond(c, at, lane ? 5 : 7);
        c.globalAlpha = 1;
        crowd.box({ x: at[0] - 8, y: at[1] - 8, width: 16, height: 16 });
        if (!lane) found.push({ at, words: mark.text, key: `${mark.step}` });
      }
    }
    return found.slice(-8).reverse();
  }

  /** Start, lanes and changes, in words, where there is room. @param {CanvasRenderingContext2D} c @param {Crowd} crowd
   * @param {{at: Point, words: string, key: string}[]} changes */
  function label(c, crowd, changes) {
    const { accent, ink, ink2 } = palette();
    const start = tracks[0]?.past[0];
    if (start) {
      dot(c, start, 5, { fill: palette().card, edge: tracks.length > 1 ? ink : tracks[0].look.color, width: 2 });
      labels.put(c, crowd, { at: start, said: "start", key: "start", color: ink });
    }
    for (const { lane, now, look } of tracks) if (look.label) labels.put(c, crowd, { at: now, said: look.label, key: `lane ${lane}`, color: look.color, bold: true });
    for (const { at, words: said, key } of changes) labels.put(c, crowd, { at, said, key, color: accent, bold: true });
    if (frame && withheld(frame) && tracks.length) labels.put(c, crowd, { at: tracks[0].now, said: "next step: after the change", key: "withheld", color: ink2 });
  }

  /** Where the next step leads when that is outside, at the place where its arrow leaves the picture.
   * @param {CanvasRenderingContext2D} c @param {Crowd} crowd */
  function beyond(c, crowd) {
    const [{ now, next, look }] = tracks.length === 1 ? tracks : [{ now: null, next: null, look: null }];
    const ahead = frame && upcoming(frame)?.next;
    if (!now || !next || !look || !ahead) return;
    const sizes = [stage.width, stage.height];
    const inside = (/** @type {Point} */ point) => point.every((v, axis) => v >= 0 && v <= sizes[axis]);
    if (inside(next) || !inside(now)) return;
    const shares = sizes.map((size, axis) => (next[axis] === now[axis] ? 1 : (clamp(next[axis], 12, size - 12) - now[axis]) / (next[axis] - now[axis])));
    const share = Math.max(0, Math.min(...shares));
    const [dx, dy] = [next[0] - now[0], next[1] - now[1]];
    const at = /** @type {Point} */ ([now[0] + share * dx, now[1] + share * dy]);
    const length = Math.hypot(dx, dy);
    arrow(c, [at[0] - (24 * dx) / length, at[1] - (24 * dy) / length], at, { color: look.color, width: 3, head: 12 });
    crowd.line(...now, ...at);
    const back = Math.min(70, 0.8 * share * length); // clear of the axis numbers at the edge
    const beside = /** @type {Point} */ ([at[0] - (back * dx) / length, at[1] - (back * dy) / length]);
    labels.put(c, crowd, { at: beside, said: `next: (${num(ahead[0])}, ${num(ahead[1])})`, key: "beyond", color: look.color, bold: true });
  }

  /** Arrows at the edge for balls that are outside, while the map has not followed. @param {CanvasRenderingContext2D} c */
  function edge(c) {
    const { width, height } = stage;
    for (const { now: [x, y], look, lane } of tracks) {
      if (x >= 0 && x <= width && y >= 0 && y <= height) continue;
      const [dx, dy] = [x - width / 2, y - height / 2]; // from the middle of the picture to its edge
      const share = Math.min((width / 2 - 16) / Math.abs(dx || 1), (height / 2 - 16) / Math.abs(dy || 1), 1);
      const at = /** @type {Point} */ ([width / 2 + share * dx, height / 2 + share * dy]);
      const away = Math.atan2(dy, dx);
      arrow(c, [at[0] - 26 * Math.cos(away), at[1] - 26 * Math.sin(away)], at, { color: look.color, width: 3, head: 12 });
      const theta = frame && pair(frame, "theta", lane);
      if (theta) text(c, `${look.label || "θ"} is at (${num(theta[0])}, ${num(theta[1])})`, clamp(at[0] - 60 * Math.cos(away), 120, width - 100), clamp(at[1] - 40 * Math.sin(away), 40, height - 50), { color: look.color, bold: true, align: "center" });
    }
  }

  /** The numbers that have a place on the map. */
  function spots() {
    const [track] = tracks;
    const step = frame && upcoming(frame);
    if (!track || !step) return null;
    return { now: track.now, next: track.next, slope: slopeAt(track.now, 0), theta: step.theta, ahead: step.next };
  }

  function words() {
    if (!frame || !field) return "The loss surface, not yet drawn";
    const step = upcoming(frame);
    const near = (/** @type {number[]} */ v) => `θ₀ ${num(v[0])}, θ₁ ${num(v[1])}`;
    return [
      `Loss surface over θ₀ from ${num(field.x0)} to ${num(field.x1)} and θ₁ from ${num(field.y0)} to ${num(field.y1)}.`,
      step && `At step ${frame.step}: ${near(step.theta)}, J ${num(frame.scalars.objective)}.`,
      step?.next && `The next step leads to ${near(step.next)}.`,
      minima()[0] && `The minimum is at ${near(minima()[0])}.`,
    ].filter(Boolean).join(" ");
  }

  element.addEventListener("click", (event) => {
    if (!field || !frame || !mayStart) return;
    let { x, y } = stage.at(event);
    if (glass && Math.hypot(x - glass.x, y - glass.y) < glass.radius) { // through the lens
      x = glass.focus[0] + (x - glass.x) / glass.factor;
      y = glass.focus[1] + (y - glass.y) / glass.factor;
    }
    const round = (/** @type {number} */ v, /** @type {number} */ span) => clamp(Number(v.toFixed(Math.max(0, 2 - Math.floor(Math.log10(span))))), -10, 10);
    actions.restart({ start_x: round(X.invert(x), field.x1 - field.x0), start_y: round(Y.invert(y), field.y1 - field.y0) });
  });
  /** Shows the whole path. */
  function fitPath() {
    const now = frame && pair(frame, "theta");
    if (!frame || !now) return;
    const [trail] = frame.trail;
    zoom.fit([now, ...(trail ? points(trail) : []), ...minima().map(([a, b]) => /** @type {Point} */ ([a, b]))]);
  }
  fit.addEventListener("click", fitPath);
  element.addEventListener("pointermove", (event) => link.set(spotAt(spots(), stage.at(event), stage)));
  element.addEventListener("pointerleave", () => link.set(null));
  document.addEventListener("linkchange", () => frame && stage.request());

  return { update, resize: () => stage.resize(), destroy: () => stage.destroy() };
}
