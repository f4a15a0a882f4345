/** The map: the loss over θ₀ and θ₁ as filled contour, with the run's path, the ball, and its next step above it. */
import { clamp } from "../clamp.js";
import { num } from "../format.js";
import * as link from "../link.js";
import { alternative } from "./alternative.js";
import { drawBeside } from "./beside.js";
import { Crowd } from "./crowd.js";
import { cross, diamond, dot, symbol, symbolWidth, text, textWidth } from "./drawing.js";
import { paintField } from "./field.js";
import { drawFlow } from "./flow.js";
import { drawInner } from "./inner.js";
import { Labels } from "./labels.js";
import { axesOf, named } from "./landscapes.js";
import { Lens } from "./lens.js";
import { Morph } from "./morph.js";
import { drawLandings } from "./noise.js";
import { ballsOutside, nextOutside, outsiders } from "./outside.js";
import { palette } from "./palette.js";
import { drawArrows, drawEnds, drawFuture, drawGap, drawPast, placeAt, points, toward } from "./path.js";
import { linear, tickText, ticks } from "./scales.js";
import { lightUp, spotAt } from "./spotlight.js";
import { Stage } from "./stage.js";
import { gliding, minima, pastOf, staying, stride, tracksOf } from "./tracks.js";
import { Tween } from "./tween.js";
import { upcoming, withheld } from "./upcoming.js";
import { Zoom, holds } from "./zoom.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {import("./tracks.js").Track} Track
 */

const SHORT = 14; // letters of a lane's name that still find room beside its ball

/** @param {HTMLElement} element @param {object} options
 * @param {import("../types.js").Knob[]} options.knobs
 * @param {(domain: import("./zoom.js").Domain) => void} options.show  asks for another part of the plane
 * @param {((x: number, y: number, frame: Frame) => void) | null} options.start  a click, where one may begin there
 * @param {(frame: Frame) => [import("./landscapes.js").Letter, import("./landscapes.js").Letter]} [options.axes]
 * @returns {import("../types.js").View} */
export function create(element, { knobs, show, start, axes: letters = ({ config }) => axesOf(config) }) {
  const describe = alternative(element);
  const lens = new Lens();
  const tween = new Tween();
  const zoom = new Zoom(show);
  const labels = new Labels();
  /** @type {Frame | null} */
  let frame = null;
  const morph = new Morph();
  /** @type {import("./field.js").Field | null} */
  let field = null; // as it is drawn, perhaps on its way to another
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

  if (!start) element.style.cursor = "default";

  /** @param {Frame} next */
  function update(next) {
    frame = next;
    if (morph.take(next)) zoom.shows(next.arrays.domain.data, next.run);
    tween.aim(gliding(next), next.step);
    const first = upcoming(next);
    Object.assign(element.dataset, {
      end: first ? first.theta.join() : "",
      step: String(next.step),
      ghost: first?.next ? first.next.join() : "",
    });
    if (taken.run === next.run && taken.history !== next.history && zoom.moved) fitPath(); // what ran away was taken back
    taken = { run: next.run, history: next.history };
    if (next.lanes.length === 1 && first) zoom.follow([first.theta]);
    fit.hidden = !zoom.moved && !outside(next);
    describe(words, !next.playing);
    stage.show();
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    const ground = morph.at();
    if (!frame || !ground) return false;
    const { width, height } = stage;
    field = ground.field;
    if (fresh || drawn !== field) {
      [X, Y] = [linear(field.x0, field.x1, 0, width), linear(field.y0, field.y1, height, 0)];
      paintField(stage.layers[0], field, ground.levels, width, height, stage.ratio);
      axes(stage.layers[0]);
      drawn = field;
    }
    const c = stage.clear(1);
    const { values, moving } = tween.at();
    tracks = tracksOf(frame, knobs, { X, Y }, values);
    const crowd = new Crowd(width, height);
    crowd.box({ x: 0, y: 0, width: 26, height });
    crowd.box({ x: 0, y: height - 22, width, height: 22 });
    const button = fit.hidden ? null : { x: width - 8 - fit.offsetWidth, y: height - 30 - fit.offsetHeight, width: fit.offsetWidth, height: fit.offsetHeight }; // .fit in views.css
    if (button) crowd.box(button);
    const gone = outsiders(crowd, tracks, stage, button);
    drawFlow(c, frame, { X, Y });
    if (frame.ways) drawBeside(c, frame.ways, { X, Y });
    for (const { future, now, look, leaps } of tracks) drawFuture(c, future, now, look.color, leaps);
    for (const { past, now, look, leaps } of tracks) drawPast(c, past, now, look, leaps);
    for (const [x, y] of minima(frame)) crowd.box({ x: X(x) - 8, y: Y(y) - 8, width: 16, height: 16 });
    for (const { past: [start], look } of tracks) if (start) dot(c, start, 5, { fill: palette().card, edge: look.color, width: 2 });
    occupy(crowd);
    const changes = drawChanges(c, crowd);
    glass = tracks.length === 1 ? lens.choose(ends(tracks[0]), width, height, crowd, frame.playing) : lens.hide();
    if (glass) {
      crowd.box({ x: glass.x - glass.radius, y: glass.y - glass.radius, width: 2 * glass.radius, height: 2 * glass.radius });
      crowd.line(...glass.focus, glass.x, glass.y); // from the small circle to the large one
    }
    label(c, crowd, changes, gone);
    const longest = [...tracks].sort((a, b) => stride(b) - stride(a)); // first, so that no lane's step hides another's
    for (const track of longest) drawGap(c, track, glass ? 0.8 : 1);
    lightUp(c, link.current(), spots(), { width, height });
    if (tracks.length === 1) {
      drawLandings(c, frame, { X, Y });
      drawInner(c, frame, tracks[0], { X, Y });
    }
    for (const track of longest) drawArrows(c, track, glass ? 0.8 : 1);
    for (const [x, y] of minima(frame)) cross(c, [X(x), Y(y)]); // many a step leads across the minimum
    for (const track of longest) drawEnds(c, track, glass ? 0.8 : 1);
    if (glass) lens.paint(c, glass, field, { X, Y }, (lensPlane) => underLens(c, lensPlane));
    if (tracks.length === 1) nextOutside(c, crowd, labels, frame, tracks[0], stage);
    ballsOutside(c, crowd, labels, frame, gone);
    return moving || ground.moving;
  }

  /** What lies under the lens, on its own plane. @param {CanvasRenderingContext2D} c @param {import("./path.js").Plane} plane */
  function underLens(c, plane) {
    const [track] = tracks;
    const through = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([plane.X(X.invert(x)), plane.Y(Y.invert(y))]);
    const [now, next, full, slope] = [track.now, track.next, track.full, track.slope].map((point) => point && through(point));
    if (!now || !frame) return;
    const { past, leaps } = pastOf(frame, plane, 0, now, 16);
    const moved = { ...track, now, next, full, slope: slope && toward(now, slope) };
    drawFlow(c, frame, plane);
    drawLandings(c, frame, plane);
    c.globalAlpha = 0.6; // what was, behind what comes
    drawPast(c, past, now, track.look, leaps);
    c.globalAlpha = 1;
    drawGap(c, moved);
    const lit = spots();
    const name = link.current();
    if (lit && !/^(theta|next)-/.test(name ?? "")) lightUp(c, name, { ...lit, now, next: moved.next, slope: moved.slope }, stage); // θ itself leads to the axes
    drawArrows(c, moved);
    for (const [x, y] of minima(frame)) cross(c, [plane.X(x), plane.Y(y)], 7);
    drawEnds(c, moved);
  }

  /** Axes inside the frame. @param {CanvasRenderingContext2D} c */
  function axes(c) {
    const { width, height } = stage;
    const { ink2 } = palette();
    const across = ticks(X.from, X.to, Math.min(7, width / 90));
    for (const value of across.values) {
      const x = X(value);
      const words = tickText(value, across.digits);
      if (x - textWidth(c, words) / 2 > 26 && x < width - 46) text(c, words, x, height - 7, { color: ink2, align: "center" });
    }
    const up = ticks(Y.from, Y.to, height / 70);
    for (const value of up.values) {
      const y = Y(value);
      if (y > 40 && y < height - 30) text(c, tickText(value, up.digits), 7, y + 4, { color: ink2 });
    }
    const [across0, up1] = letters(/** @type {Frame} */ (frame));
    symbol(c, ...across0, width - 8 - symbolWidth(c, ...across0), height - 10);
    symbol(c, ...up1, 8, 20);
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
      let last = /** @type {Point} */ ([NaN, NaN]);
      for (const mark of frame?.marks ?? []) {
        const theta = trail && placeAt(trail, mark.step);
        if (!theta) continue;
        const at = /** @type {Point} */ ([X(theta[0]), Y(theta[1])]);
        if (Math.hypot(at[0] - last[0], at[1] - last[1]) < 6) continue; // one diamond for what lies on top of one another
        last = at;
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
   * @param {{at: Point, words: string, key: string}[]} changes @param {import("./outside.js").Outsider[]} gone  named at the edge */
  function label(c, crowd, changes, gone) {
    const { accent, ink, ink2 } = palette();
    const [start, ...others] = tracks.map(({ past }) => past[0]);
    if (start && others.every((other) => String(other) === String(start))) labels.put(c, crowd, { at: start, said: "start", key: "start", color: ink });
    for (const { lane, now, next, look: { label: said, color } } of tracks) {
      if (!said || said.length > SHORT || gone.some(({ track }) => track.lane === lane)) continue; // its number must do: the key has the rest
      const there = labels.put(c, crowd, { at: now, said, key: `lane ${lane}`, color, bold: true });
      if (!there && next) labels.put(c, crowd, { at: next, said, key: `next of lane ${lane}`, color, bold: true }); // all stand at the start
    }
    for (const { at, words: said, key } of changes) labels.put(c, crowd, { at, said, key, color: accent, bold: true });
    if (frame && withheld(frame) && tracks.length) labels.put(c, crowd, { at: tracks[0].now, said: "next step: after the change", key: "withheld", color: ink2 });
  }

  /** The numbers that have a place on the map. */
  function spots() {
    const [track] = tracks;
    const step = frame && upcoming(frame);
    if (!track || !step) return null;
    const { now, next, slope } = track;
    return { now, next, slope, theta: step.theta, ahead: step.next };
  }

  function words() {
    const shown = morph.to?.field;
    if (!frame || !shown) return "The loss surface, not yet drawn";
    const step = upcoming(frame);
    const [across, up] = letters(frame).map(named);
    const near = (/** @type {number[]} */ v) => `${across} ${num(v[0])}, ${up} ${num(v[1])}`;
    const lowest = minima(frame);
    return [
      `Loss surface over ${across} from ${num(shown.x0)} to ${num(shown.x1)} and ${up} from ${num(shown.y0)} to ${num(shown.y1)}.`,
      step && `At step ${frame.step}: ${near(step.theta)}, J ${num(frame.scalars.objective)}.`,
      step?.next && `The next step leads to ${near(step.next)}.`,
      lowest.length === 1 && `The minimum is at ${near(lowest[0])}.`,
      lowest.length > 1 && `There are ${lowest.length} minima: ${lowest.map(near).join("; ")}.`,
    ].filter(Boolean).join(" ");
  }

  element.addEventListener("click", (event) => {
    if (!field || !frame || !start) return;
    let { x, y } = stage.at(event);
    if (glass && Math.hypot(x - glass.x, y - glass.y) < glass.radius) { // through the lens
      x = glass.focus[0] + (x - glass.x) / glass.factor;
      y = glass.focus[1] + (y - glass.y) / glass.factor;
    }
    const round = (/** @type {number} */ v, /** @type {number} */ span) => Number(v.toFixed(Math.max(0, 2 - Math.floor(Math.log10(span)))));
    start(round(X.invert(x), field.x1 - field.x0), round(Y.invert(y), field.y1 - field.y0), frame);
  });
  /** Shows the whole path. */
  function fitPath() {
    if (!frame) return;
    const { trail } = frame;
    const balls = staying(frame).flatMap(({ lane, theta }) => [theta, ...(trail[lane] ? points(trail[lane]) : [])]);
    if (balls.length) zoom.fit([...balls, ...minima(frame).map(([a, b]) => /** @type {Point} */ ([a, b]))]);
  }

  /** Whether a ball has left the picture that can be fetched back. @param {Frame} now */
  function outside(now) {
    return now.lanes.length > 1 && staying(now).some(({ theta }) => zoom.domain && !holds(zoom.domain, theta));
  }

  fit.addEventListener("click", fitPath);
  element.addEventListener("pointermove", (event) => link.set(spotAt(spots(), stage.at(event), stage)));
  element.addEventListener("pointerleave", () => link.set(null));
  document.addEventListener("linkchange", () => frame && stage.request());

  return { update, resize: () => stage.resize() };
}

/** What the lens must make visible. @param {Track} track @returns {Point[]} */
function ends({ now, next, full }) {
  return [now, next, full].filter((point) => point !== null);
}
