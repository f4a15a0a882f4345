/** Three learning rates on one surface, from one start, in lock step: the Descent lab in a picture on the start page. */
import { cross, dot, line, nowDot, text } from "./views/drawing.js";
import { Field, paintField, places } from "./views/field.js";
import { palette } from "./views/palette.js";
import { Stage } from "./views/stage.js";

/** @typedef {import("./views/drawing.js").Point} Point */

// J(x, y) = ½ x² + 3 y² + 0.9 x y; its largest curvature is 6.16, so that the limit 2/λ_max is 0.325
const J = (/** @type {number} */ x, /** @type {number} */ y) => 0.5 * x * x + 3 * y * y + 0.9 * x * y;
const gradient = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([x + 0.9 * y, 6 * y + 0.9 * x]);
const START = /** @type {Point} */ ([-2.75, 1.1]);
const LEVELS = [0.08, 0.3, 0.7, 1.2, 1.9, 2.8, 4, 5.5, 7.5, 10, 13, 17, 22];
const RATES = [
  { rate: 0.02, word: "too small", run: 0, dash: [] },
  { rate: 0.14, word: "right", run: 1, dash: [2, 4] },
  { rate: 0.327, word: "too large", run: 2, dash: [7, 4] },
];
const STEPS = 30;
const REST = 14; // steps' time that the finished picture stays
const PER_STEP = 240; // ms
const STILL = STEPS; // what those see who want no motion

/** @param {number} rate @returns {Point[]} */
function descent(rate) {
  const path = [START];
  for (let t = 0; t < STEPS; t++) {
    const [x, y] = path[t];
    const [dx, dy] = gradient(path[t]);
    path.push([x - rate * dx, y - rate * dy]);
  }
  return path;
}

/** @param {HTMLElement} host */
export function create(host) {
  const paths = RATES.map(({ rate }) => descent(rate));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let step = calm.matches ? STILL : 4;
  let aspect = 0;
  /** @type {Field | null} */
  let field = null;

  const stage = new Stage(host, {
    layers: 2,
    heights: [196, 320],
    draw(fresh) {
      const { width, height } = stage;
      if (!width || !height) return false;
      if (aspect !== width / height) {
        aspect = width / height;
        field = surface(aspect);
      }
      if (field && fresh) paintField(stage.layers[0], field, LEVELS, width, height, stage.ratio);
      if (field) drawPaths(stage.clear(1), field, width, height);
      return false;
    },
  });

  /** @param {CanvasRenderingContext2D} c @param {{x0: number, x1: number, y0: number, y1: number}} on @param {number} width @param {number} height */
  function drawPaths(c, on, width, height) {
    const place = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([((x - on.x0) / (on.x1 - on.x0)) * width, ((on.y1 - y) / (on.y1 - on.y0)) * height]);
    const colors = palette();
    const now = Math.min(step, STEPS); // it may be drawn anew while it rests
    cross(c, place([0, 0]));
    RATES.forEach(({ run, dash }, i) => {
      const points = paths[i].slice(0, now + 1).map(place);
      line(c, points, { color: colors.card, width: 4.5 });
      line(c, points, { color: colors.runs[run], width: 2.2, dash });
      for (const point of points.slice(0, -1)) dot(c, point, 2.4, { fill: colors.runs[run] });
    });
    RATES.forEach(({ run }, i) => nowDot(c, place(paths[i][now]), colors.runs[run], 6.5));
    dot(c, place(START), 5, { fill: colors.card, edge: colors.ink, width: 2 });
    RATES.forEach(({ run, word, dash }, i) => {
      const [x, y] = [width - 112, 24 + 20 * i]; // in the corner that no path comes to
      line(c, [[x, y - 4], [x + 26, y - 4]], { color: colors.runs[run], width: 2.2, dash });
      text(c, word, x + 34, y, { color: colors.runs[run], bold: true, size: 13 });
    });
  }

  stage.request();
  setInterval(() => {
    if (calm.matches || document.hidden) return;
    step = (step + 1) % (STEPS + REST);
    if (step > STEPS) return;
    stage.request();
  }, PER_STEP);
}

/** J over a window of the picture's own proportions. @param {number} aspect */
function surface(aspect) {
  const halfY = 1.8;
  const halfX = Math.max(3.3, halfY * aspect * 0.62);
  const [nx, ny] = [97, 49];
  const xs = places(-halfX, halfX, nx);
  const ys = places(-halfY, halfY, ny);
  const data = Float32Array.from({ length: nx * ny }, (_, i) => J(xs[i % nx], ys[Math.floor(i / nx)]));
  return new Field({ shape: [ny, nx], data }, [-halfX, halfX, -halfY, halfY]);
}
