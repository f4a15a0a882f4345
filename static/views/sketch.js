/** The loss chart until Plotly's script has arrived, or if it never does: the same curves, drawn plainly. */
import { stroke, text } from "./drawing.js";
import { faint, palette } from "./palette.js";
import { levels } from "./loss-range.js";
import { linear, tickText, ticks } from "./scales.js";

/** @param {HTMLElement} host @param {import("./loss.js").Chart} chart @param {number} height */
export function sketch(host, chart, height) {
  let canvas = host.querySelector("canvas");
  if (!canvas) {
    canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    host.replaceChildren(canvas);
  }
  const [width, ratio] = [host.clientWidth, devicePixelRatio || 1];
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.height = `${height}px`;
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  c.scale(ratio, ratio);
  const { ink2, rule, accent } = palette();
  const X = linear(...chart.x, chart.left, width - 10);
  const Y = linear(...chart.y, height - 32, 14);
  const place = (/** @type {number} */ J) => Y(chart.linear ? J : Math.log10(J));
  const { values, words } = levels(chart.y, chart.linear);
  values.forEach((value, i) => {
    const y = place(value);
    c.beginPath();
    c.moveTo(chart.left, y);
    c.lineTo(width - 10, y);
    stroke(c, rule, 1);
    text(c, words[i], chart.left - 6, y + 4, { color: ink2, align: "right" });
  });
  const across = ticks(...chart.x, width / 80);
  for (const value of across.values) text(c, tickText(value, across.digits), X(value), height - 15, { color: ink2, align: "center" });
  for (const flag of chart.flags) {
    c.beginPath();
    c.moveTo(X(flag.x), 10);
    c.lineTo(X(flag.x), height - 32);
    stroke(c, accent, 1.2, [2, 3]);
  }
  for (const { x, y, color, width: thick, dash } of chart.curves) {
    c.beginPath();
    x.forEach((value, i) => (i ? c.lineTo(X(value), place(y[i])) : c.moveTo(X(value), place(y[i]))));
    stroke(c, thick > 1.5 ? color : faint(color, 0.65), thick, dash);
  }
}
