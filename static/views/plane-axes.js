/** The axes of a plane of inputs, written into the picture: their names where no sample lies, and round numbers beside them. */
import { apart, toldTicks } from "./columns.js";
import { Crowd } from "./crowd.js";
import { line, text, textWidth } from "./drawing.js";
import { axisName } from "./inputs-words.js";
import { palette } from "./palette.js";

/** @typedef {import("./drawing.js").Point} Point */

const [LEFT, BOTTOM] = [6, 6]; // pixels from the edges
const LINE = 14; // pixels a line of words is high
const STEP = 8; // pixels between two places that are tried for a name
const MARK = 6; // pixels of a sample around its middle

/** @param {CanvasRenderingContext2D} c @param {import("./columns.js").Columns} columns @param {{width: number, height: number}} size
 * @param {import("./scales.js").Scale} X @param {import("./scales.js").Scale} Y @param {Point[]} samples */
export function paintAxes(c, columns, { width, height }, X, Y, samples) {
  const { told, taken } = columns;
  const { ink2 } = palette();
  const [right, up] = [`${axisName(columns, 0, 2)} →`, `↑ ${axisName(columns, 1, 2)}`];
  const [across, along] = [textWidth(c, right), textWidth(c, up)];
  const crowd = new Crowd(width, height);
  for (const [x, y] of samples) crowd.box({ x: x - MARK, y: y - MARK, width: 2 * MARK, height: 2 * MARK });
  const end = tried(width - LEFT, width / 2, -STEP, (x) => crowd.free({ x: x - across, y: height - BOTTOM - 11, width: across, height: LINE }));
  const top = tried(15, height / 2, STEP, (y) => crowd.free({ x: LEFT, y: y - 12, width: along, height: LINE }));
  text(c, right, end, height - BOTTOM, { color: ink2, align: "right" });
  text(c, up, LEFT, top, { color: ink2 });
  for (const { at, text: words } of apart(toldTicks(X.from, X.to, width / 90, (x) => told(0, x), (value) => taken(0, value)), X, (one) => textWidth(c, one))) {
    const half = textWidth(c, words) / 2 + 8;
    if (X(at) < 30 || X(at) > width - half || (X(at) + half > end - across && X(at) - half < end)) continue;
    tick(c, words, X(at), height - BOTTOM, [[X(at), height], [X(at), height - 4]], "center");
  }
  for (const { at, text: words } of toldTicks(Y.from, Y.to, height / 60, (x) => told(1, x), (value) => taken(1, value))) {
    if (Y(at) < 15 || Y(at) > height - 26 || Math.abs(Y(at) + 4 - top) < LINE + 2) continue;
    tick(c, words, LEFT + 1, Y(at) + 4, [[0, Y(at)], [4, Y(at)]], "left");
  }
}

/** The first free place; where none is, the usual one. @param {number} from @param {number} to @param {number} step
 * @param {(at: number) => boolean} free */
function tried(from, to, step, free) {
  for (let at = from; step > 0 ? at < to : at > to; at += step) if (free(at)) return at;
  return from;
}

/** @param {CanvasRenderingContext2D} c @param {string} words @param {number} x @param {number} y @param {Point[]} notch @param {CanvasTextAlign} align */
function tick(c, words, x, y, notch, align) {
  line(c, notch, { color: palette().ink2, width: 1 });
  text(c, words, x, y, { color: palette().ink2, align });
}
