/** The loss as a chart to be studied: logarithmic or linear, over updates or samples seen, marked where a knob was changed. */
import { OBJECTIVE, rowsUntil } from "../trail.js";
import { widest } from "./drawing.js";
import { flagLabels } from "./flag-labels.js";
import { CEILING, curves, endOf, samplesAt } from "./history.js";
import { curveLabels, lowestTest } from "./loss-labels.js";
import { levels, stretched } from "./loss-range.js";
import { faint, onTheme, palette } from "./palette.js";
import { sketch } from "./sketch.js";
import { fillTable } from "./losstable.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./flag-labels.js").Flag} Flag
 * @typedef {{x: number, y: number, color: string}} Dot  where a run stands
 * @typedef {{curves: import("./history.js").Curve[], dots: Dot[], x: [number, number], y: [number, number], left: number, flags: Flag[], now: number | null, end: number, xTitle: string, linear: boolean}} Chart  y in powers of ten, or of a linear chart J itself; left: pixels for its numbers
 */

const HEIGHT = 196; // pixels, where the style sheet says no other
const [LEFT, RIGHT] = [44, 10]; // pixels: at least for the numbers, and for the dot
const [TOP, BOTTOM] = [14, 32]; // pixels: for names of changes, and for the axis
const RATE = 15; // drawings a second, at most
const SHARE = 0.12; // of the page's time, at most
const DASH = /** @type {Record<number, string>} */ ({ 0: "solid" });

/** @param {HTMLElement} element
 * @param {{knobs: import("../types.js").Knob[], axes: HTMLElement | null, scale?: HTMLElement | null, table: HTMLDetailsElement | null, key: HTMLElement | null,
 *   columns: string[], held?: number}} options  scale: where log or linear is chosen; columns: what the lab itself puts into its trail, by name; held: the column
 *   of the test data's loss
 * @returns {import("../types.js").View} */
export function create(element, { knobs, axes, scale, table, key: legend, columns, held }) {
  /** @type {Frame | null} */
  let frame = null;
  /** @type {import("./history.js").Axis} */
  let axis = "steps";
  let linear = scale?.querySelector("input:checked")?.getAttribute("value") === "linear";
  let range = { x: 32, low: 0, high: 0, key: "" };
  let [timer, last, cost, seen, zoomed, plotted] = [0, -Infinity, 10, true, false, false];
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", "Loss chart; its values are in the table below it");
  const tall = () => parseFloat(getComputedStyle(element).getPropertyValue("--height")) || HEIGHT;
  element.style.minHeight = `${tall()}px`;

  /** @param {Frame} next */
  function update(next) {
    const began = frame === null;
    frame = next;
    if (began) addEventListener("load", schedule); // Plotly's script may still be on its way
    schedule();
  }

  /** Not more often than the eye needs and the page can bear. */
  function schedule() {
    if (timer || !frame || !seen) return;
    const pause = Math.max(1000 / RATE, cost / SHARE) - (performance.now() - last);
    timer = window.setTimeout(() => requestAnimationFrame(() => {
      timer = 0;
      draw();
    }), Math.max(0, pause));
  }

  function draw() {
    const width = element.clientWidth;
    if (!frame || !width) return;
    const began = performance.now();
    const chart = compose(frame, width);
    if (legend) explain(legend, chart);
    const Plotly = /** @type {any} */ (globalThis).Plotly;
    element.style.minHeight = `${tall()}px`;
    if (!Plotly) sketch(element, chart, tall());
    else if (plotted) Plotly.react(element, traces(chart), layout(chart, width), CONFIG);
    else {
      plotted = true;
      element.replaceChildren();
      Plotly.newPlot(element, traces(chart), layout(chart, width), CONFIG);
      const plot = /** @type {any} */ (element);
      plot.on("plotly_relayout", (/** @type {Record<string, unknown>} */ change) => { if ("xaxis.range[0]" in change || "yaxis.range[0]" in change) zoomed = true; });
      plot.on("plotly_doubleclick", () => {
        zoomed = false;
        schedule();
      });
    }
    if (table?.open) fillTable(table, frame, knobs, named(frame));
    last = performance.now();
    cost = 0.7 * cost + 0.3 * (last - began);
  }

  /** The lab's own columns; one of the test data only where there are any. @param {Frame} now */
  function named(now) {
    return Number.isFinite(now.scalars.test) || held === undefined ? columns : [];
  }

  /** Only what is drawn. @param {HTMLElement} place @param {Chart} chart */
  function explain(place, chart) {
    const drawn = chart.curves.map(({ name }) => name);
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-curve]"))) part.hidden = !drawn.includes(part.dataset.curve ?? "");
    place.hidden = !drawn.includes("batch loss") && !drawn.includes("test data");
  }

  /** What the chart shows, whoever draws it. @param {Frame} now @param {number} width @returns {Chart} */
  function compose(now, width) {
    if (!Number.isFinite(now.scalars.dataset_size)) axis = "steps"; // without data there are no samples to count
    const list = curves(now, knobs, axis, width, held);
    const at = (/** @type {number} */ step, lane = 0) => (axis === "samples" && now.trail[lane] ? samplesAt(now.trail[lane], step) : step);
    const lanes = now.trail.map((_, lane) => lane);
    const end = Math.max(at(now.end), ...lanes.slice(1).map((lane) => at(endOf(now, lane), lane))); // with other batches a lane sees more samples
    const places = (/** @type {number} */ step) => [...new Set([at(step), ...lanes.slice(1).map((lane) => at(step, lane))])];
    const apart = places(now.end).length > 1; // then one step is at several places
    range = stretched(range, now, list, end, { axis, linear });
    const colors = list.filter(({ width: thick, held: test }) => thick > 1.5 && !test).map(({ color }) => color);
    const dots = now.trail.map((trail, lane) => {
      const { rows, columns } = trail;
      const last = (rowsUntil(trail, now.step) - 1) * columns; // of a lane that diverged: its end
      return { x: at(lane ? rows[last] : now.step, lane), y: Math.min(lane ? rows[last + OBJECTIVE] : now.scalars.objective, CEILING), color: colors[lane] };
    });
    const y = /** @type {[number, number]} */ ([range.low - (linear ? 0.04 : 0.07) * (range.high - range.low), range.high]); // room for the lowest tick, and for the dot
    return {
      curves: list,
      dots: dots.filter(({ y, color }) => y > 0 && Number.isFinite(y) && color),
      x: [-0.015 * range.x, range.x], // room for the dot at step 0
      y,
      left: Math.max(LEFT, Math.ceil(widest(levels(y, linear).words)) + 8),
      flags: now.marks.flatMap(({ step, text, short }) => places(step).map((x) => ({ x, text, short }))).sort((a, b) => a.x - b.x),
      now: now.step < now.end && !apart ? at(now.step) : null,
      end,
      xTitle: axis === "samples" ? "samples seen" : "step",
      linear,
    };
  }

  /** @param {Chart} chart */
  function traces(chart) {
    const now = chart.dots.length ? [{
      x: chart.dots.map(({ x }) => x), y: chart.dots.map(({ y }) => y), name: "now", mode: "markers", type: "scatter", hoverinfo: "skip", cliponaxis: false,
      marker: { size: 8, color: chart.dots.map(({ color }) => color) },
    }] : [];
    const list = chart.curves.map(({ name, x, y, color, width, dash }) => ({
      x, y, name, mode: "lines", type: "scatter",
      line: { color: width > 1.5 ? color : faint(color, 0.65), width, dash: dash.length ? dash.map((d) => `${d}px`).join(",") : DASH[0] },
      hovertemplate: `%{y:.4~g}<extra>${name}</extra>`,
    }));
    const low = lowestTest(chart.curves);
    const lowest = low ? [{ x: [low.x], y: [low.y], name: "lowest", mode: "markers", type: "scatter", hoverinfo: "skip", marker: { size: 7, color: palette().card, line: { color: palette().ink, width: 1.5 } } }] : [];
    return [...list, ...lowest, ...now];
  }

  /** @param {Chart} chart @param {number} width */
  function layout({ curves: drawn, x, y, left, flags, now, end, xTitle, linear: plain }, width) {
    const { ink, ink2, rule, accent, card, sans } = palette();
    const across = width - left - RIGHT;
    const labels = flagLabels(flags, x, across);
    const { values, words } = levels(y, plain);
    const height = (/** @type {number} */ J) => (plain ? J : Math.log10(J));
    const axisLook = { color: ink2, gridcolor: rule, zeroline: false, showline: false, fixedrange: matchMedia("(pointer: coarse)").matches };
    return {
      width, height: tall(), margin: { l: left, r: RIGHT, t: TOP, b: BOTTOM }, showlegend: false, hovermode: "x", dragmode: "zoom",
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { family: sans, size: 12, color: ink2 },
      hoverlabel: { bgcolor: ink, font: { color: card, family: sans, size: 12 }, bordercolor: ink },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: ink2, activecolor: accent },
      xaxis: { ...axisLook, showgrid: false, nticks: Math.max(3, Math.round(width / 60)), tickformat: "~s", title: { text: xTitle, standoff: 4, font: { size: 12, color: ink2 } }, ...(zoomed ? {} : { range: x }) },
      yaxis: { ...axisLook, type: plain ? "linear" : "log", tickvals: values, ticktext: words, ...(zoomed ? {} : { range: y }) },
      uirevision: zoomed ? "kept" : `${x}${y}${plain}`,
      shapes: [
        ...apart(flags, across / (x[1] - x[0])).map((flag) => ({ type: "line", layer: "below", x0: flag.x, x1: flag.x, yref: "paper", y0: 0, y1: 1.02, line: { color: accent, width: 1.2, dash: "2px,3px" } })),
        ...(now === null ? [] : [
          { type: "rect", x0: Math.min(end, now + (5 * (x[1] - x[0])) / across), x1: end, yref: "paper", y0: 0, y1: 1, fillcolor: faint(card, 0.65), line: { width: 0 } },
          { type: "line", x0: now, x1: now, yref: "paper", y0: 0, y1: 1, line: { color: ink, width: 1 } },
        ]),
      ],
      annotations: [...curveLabels(drawn, across / (x[1] - x[0]), (J) => (height(J) * (tall() - TOP - BOTTOM)) / (y[1] - y[0])).map(({ x: at, y: J, text, above, end: ends }) => ({
        x: at, y: height(J), text, showarrow: false, xanchor: ends ? "right" : "center", yanchor: above ? "bottom" : "top", yshift: above ? 3 : -5, borderpad: 0, font: { color: ink, size: 12 }, bgcolor: faint(card, 0.75),
      })), ...labels.map(({ x: at, text, left: before }) => ({ x: at, yref: "paper", y: 1.03, yanchor: "middle", xanchor: before ? "right" : "left", xshift: before ? -4 : 4, text, showarrow: false, font: { color: accent, size: 12 }, bgcolor: faint(card, 0.8) }))],
    };
  }

  axes?.addEventListener("change", (event) => {
    axis = /** @type {HTMLInputElement} */ (event.target).value === "samples" ? "samples" : "steps";
    zoomed = false;
    schedule();
  });
  scale?.addEventListener("change", (event) => {
    linear = /** @type {HTMLInputElement} */ (event.target).value === "linear";
    zoomed = false;
    schedule();
  });
  table?.addEventListener("toggle", () => table.open && frame && fillTable(table, frame, knobs, named(frame)));
  onTheme(schedule);
  new IntersectionObserver((entries) => {
    seen = entries[entries.length - 1].isIntersecting;
    if (seen) schedule();
  }, { rootMargin: "100px" }).observe(element);
  new ResizeObserver(schedule).observe(element);

  return { update, resize: schedule };
}

const CONFIG = {
  displaylogo: false, showSendToCloud: false, responsive: false, doubleClick: "reset",
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d", "pan2d", "zoom2d"],
  toImageButtonOptions: { format: "png", filename: "loss", scale: 2 },
};

/** Of changes that are closer than a dotted line needs, the first. @param {Flag[]} flags  in their order @param {number} scale  pixels a step */
function apart(flags, scale) {
  let last = -Infinity;
  return flags.filter(({ x }) => {
    if ((x - last) * scale < 6) return false;
    last = x;
    return true;
  });
}
