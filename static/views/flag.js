/** What a prediction looks like on the map: the flag, the ball where it came to be, the way between them, and the cross. */
import { num } from "../format.js";

/**
 * @typedef {import("../prediction.js").Place} Place
 * @typedef {import("../prediction.js").Prediction} Prediction
 */

/** @param {HTMLElement} pane  lies over the map @param {Float32Array} domain  what the map shows
 * @param {{p: Prediction, cross: Place | null}} what */
export function drawFlag(pane, [x0, x1, y0, y1], { p, cross }) {
  const { clientWidth: width, clientHeight: height } = pane;
  const at = (/** @type {Place} */ [x, y]) => /** @type {Place} */ ([((x - x0) / (x1 - x0)) * width, ((y1 - y) / (y1 - y0)) * height]);
  const svg = element("svg", { width: "100%", height: "100%", "aria-hidden": "true" });
  const flag = p.flag && at(p.flag);
  const ball = p.result && !p.result.away ? at(p.result.ball) : null;
  if (flag && ball) {
    svg.append(...haloed("path", { d: `M${flag}L${ball}`, class: "between" }));
    const [x, y] = [(flag[0] + ball[0]) / 2, (flag[1] + ball[1]) / 2];
    const label = element("text", { x: String(x), y: String(y + 19), "text-anchor": "middle" });
    label.textContent = `${num(p.result?.off, 2)} off`;
    if (Math.hypot(flag[0] - ball[0], flag[1] - ball[1]) > 24) svg.append(label);
  }
  if (flag) {
    const [x, y] = flag;
    svg.append(...haloed("path", { d: `M${x} ${y}v-24`, class: "pole" }), element("path", { d: `M${x} ${y - 25}l15 5.500-15 5.500z`, class: "cloth" }), element("circle", { cx: String(x), cy: String(y), r: "3", class: "cloth" }));
    pane.dataset.flag = (p.flag ?? []).join();
  } else delete pane.dataset.flag;
  if (cross) {
    const [x, y] = at(cross);
    svg.append(...haloed("path", { d: `M${x - 14} ${y}h9m10 0h9M${x} ${y - 14}v9m0 10v9`, class: "cross" }));
    pane.dataset.cross = cross.join();
  } else delete pane.dataset.cross;
  pane.replaceChildren(svg);
}

/** A line, and under it the same in the card's colour. @param {string} name @param {Record<string, string>} attributes */
function haloed(name, attributes) {
  return [element(name, { ...attributes, class: "halo" }), element(name, attributes)];
}

/** @param {string} name @param {Record<string, string>} attributes */
function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
