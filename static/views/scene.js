/** How the surface looks in 3-D: one hue, lit, with level lines and calm axes, in Plotly's words. */
import { mix, palette } from "./palette.js";
import { tickText, ticks } from "./scales.js";

/** @typedef {import("./relief.js").Relief} Relief */
/** @typedef {import("./turning.js").Camera} Camera */

const SHAPE = { x: 1.5, y: 1.15, z: 0.6 };
const WIDE = 1.8; // times as wide as high: then the height decides how near it can be looked at
const SMALL = 480; // pixels wide
const SMALL_SIGNS = /** @type {Record<string, string>} */ ({ x: "ₓ", ",": "," });

/** The surface in one hue, the valley in the card's own colour, and its level lines. @param {Relief} relief */
export function ground(relief) {
  const { card, field, ink } = palette();
  const { x, y } = relief.axes;
  const colorscale = [0, 0.25, 0.5, 0.75, 1].map((share) => [share, mix(field, card, 0.08 + 0.5 * share)]);
  return [
    {
      type: "surface", name: "J", x, y, z: relief.rows, cmin: relief.low, cmax: relief.top, colorscale, showscale: false, hoverinfo: "skip",
      lighting: { ambient: 0.72, diffuse: 0.55, specular: 0.06, roughness: 0.9, fresnel: 0 }, lightposition: { x: -4000, y: -6000, z: 9000 },
      contours: { x: { highlight: false }, y: { highlight: false }, z: { highlight: false } },
    },
    { type: "scatter3d", mode: "lines", name: "levels", hoverinfo: "skip", ...relief.lines(), line: { color: mix(ink, field, 0.35), width: 1.5 }, opacity: 0.5 },
  ];
}

/** How much farther away a picture has to be looked at than a wide one. @param {number} width @param {number} height */
export function fartherAway(width, height) {
  return Math.max(1, (WIDE * height) / width) * (width < SMALL ? 1.4 : 1);
}

/** How much higher it stands in a small picture: the names below it are as far from it there as in a large one.
 * @param {number} width */
export function raisedBy(width) {
  return width < SMALL ? 0.3 : 0;
}

/** An axis' name in as few signs as can be: one of more than four Plotly turns along the axis, where a p becomes a d.
 * @param {import("./landscapes.js").Letter} name */
function upright([letter, index]) {
  const signs = [...index].map((sign) => SMALL_SIGNS[sign] ?? (sign >= "0" && sign <= "9" ? String.fromCharCode(0x2080 + Number(sign)) : ""));
  return letter + (signs.every(Boolean) ? signs.join("") : `<sub>${index}</sub>`);
}

/** @param {Relief} relief @param {import("./landscapes.js").Letter[]} letters  of the two axes @param {Camera} camera
 * @param {number} width @param {number} height */
export function layout(relief, letters, camera, width, height) {
  const { ink, ink2, rule, accent, sans, math, small } = palette();
  const [x0, x1, y0, y1] = relief.domain;
  const [across, up] = letters.map(upright);
  const axis = (/** @type {string} */ letter, /** @type {number[]} */ range, /** @type {{values: number[], words: string[]}} */ { values, words }) => ({
    title: { text: letter, font: { family: math, size: small + (width < SMALL ? 4 : 6), color: ink, style: "italic" } }, range,
    tickmode: "array", tickvals: values, ticktext: words, tickfont: { family: sans, size: small, color: ink2 }, ticks: "outside", ticklen: 4, tickcolor: rule,
    showgrid: false, zeroline: false, showline: true, linecolor: rule, linewidth: 1.5, showbackground: false, showspikes: false,
  });
  const round = (/** @type {number} */ from, /** @type {number} */ to) => {
    const { values: all, digits } = ticks(from, to, width < SMALL ? 3 : 5);
    const values = all.filter((value) => Math.abs(value - (from + to) / 2) < 0.44 * (to - from)); // not in the corners
    return { values, words: values.map((value) => tickText(value, digits)) };
  };
  const room = 0.03 * relief.span;
  return {
    width, height, margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, paper_bgcolor: "rgba(0,0,0,0)", font: { family: sans, size: small, color: ink2 },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: ink2, activecolor: accent },
    scene: {
      camera: camera.plotly, dragmode: "turntable", hovermode: false, aspectmode: "manual", aspectratio: SHAPE,
      xaxis: axis(across, [x0, x1], round(x0, x1)), yaxis: axis(up, [y0, y1], round(y0, y1)),
      annotations: /** @type {object[]} */ ([]),
      zaxis: axis("J", [relief.low - room, relief.top + room], relief.ticks(height < 240 ? 2 : 4)),
    },
  };
}
