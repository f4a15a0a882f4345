/** The strip of an axis, on which every word has its foot: those of the ends' own kind first, the others fade. */
import { alternative } from "./alternative.js";
import { line, text, textWidth } from "./drawing.js";
import { mark } from "./map-marks.js";
import { faint, palette } from "./palette.js";
import { short } from "./pull-lens.js";
import { Stage } from "./stage.js";
import { named } from "./strip-names.js";

/** @typedef {import("./map-pane.js").Shared} Shared */

const HEIGHT = 148; // pixels
const [ABOVE, BELOW] = [2, 3]; // rows of words
const GROUND = 66; // where the line lies
const EDGE = 48; // pixels left and right of the words
const DOTS = 6; // pixels around the line
const MOST = 80; // names for which a place is looked for

/** Which words are of the kind that all words of the ends have; null where there is no such kind. @param {Pick<Shared, "axis" | "kinds">} shared
 * @returns {((v: number) => boolean) | null} */
export function alike({ axis, kinds }) {
  const ends = new Set((axis ?? []).flat().map((v) => kinds[v]));
  const [kind] = ends;
  return ends.size === 1 && kind >= 0 ? (v) => kinds[v] === kind : null;
}

/** The words that are to be written: those that should be in any case, and others, the most important first. @param {ArrayLike<number>} axis
 * @param {Shared} shared @param {(v: number) => boolean} strong @returns {[number[], number[]]} */
export function wanted(axis, shared, strong) {
  const own = alike(shared);
  const ends = new Set((shared.axis ?? []).flat()); // written at their ends, so here last of their kind
  const all = Array.from({ length: axis.length }, (_, v) => v).filter((v) => Number.isFinite(axis[v]));
  const finite = all.filter((v) => strong(v) || !ends.has(v));
  const far = [...finite].sort((a, b) => Math.abs(axis[b] - 0.5) - Math.abs(axis[a] - 0.5)).slice(0, 6);
  const first = new Set([...finite.filter(strong), ...(own ? finite.filter(own) : far)]);
  const others = own ? all.filter((v) => ends.has(v)) : [...finite.filter((v) => shared.kinds[v] >= 0), ...finite.filter((v) => !(shared.kinds[v] >= 0))];
  return [[...first].slice(0, MOST), others.filter((v) => !first.has(v)).slice(0, MOST)];
}

/** @param {HTMLElement} element @param {Shared} shared */
export function strip(element, shared) {
  const describe = alternative(element);
  /** @type {{axis: Float32Array, names: string[], dimensions: number} | null} */
  let shown = null;
  /** @type {Map<number, import("./strip-names.js").Way>} */
  let rows = new Map();
  const stage = new Stage(element, { heights: [HEIGHT, HEIGHT], draw });

  /** @param {Float32Array} axis @param {string[]} names @param {number} dimensions @param {boolean} resting */
  function update(axis, names, dimensions, resting) {
    if (names.join() !== shown?.names.join()) rows = new Map();
    shown = { axis, names, dimensions };
    describe(words, resting);
    stage.show();
  }

  function draw() {
    const c = stage.clear(0);
    if (!shown) return;
    const { ink, ink2, sunk, edge, small } = palette();
    const { axis, names } = shown;
    const { width } = stage;
    const own = alike(shared);
    const finite = [...axis.keys()].filter((v) => Number.isFinite(axis[v]));
    const counted = own ? finite.filter((v) => own(v) || strong(v)) : finite;
    const [low, high] = counted.reduce(([a, b], v) => [Math.min(a, axis[v]), Math.max(b, axis[v])], [0, 1]);
    const X = (/** @type {number} */ t) => EDGE + ((width - 2 * EDGE) * (t - low)) / (high - low);
    const taken = [];
    line(c, [[8, GROUND], [width - 8, GROUND]], { color: faint(ink, 0.35), width: 1.2 });
    line(c, [[X(0), GROUND], [X(1), GROUND]], { color: faint(ink, 0.75), width: 2.4 });
    for (const [t, name] of names.entries()) {
      const most = width / 2 - 12;
      const said = textWidth(c, name, { bold: true }) <= most ? name : `${name.slice(0, Math.max(4, Math.floor((name.length * most) / textWidth(c, name, { bold: true })) - 1))}…`;
      const wide = textWidth(c, said, { bold: true });
      const from = t ? width / 2 + 4 : 4;
      const left = Math.max(from, Math.min(from + width / 2 - 8 - wide, X(t) - wide / 2));
      line(c, [[X(t), small + 7], [X(t), GROUND + 10]], { color: ink, width: 1.6 });
      text(c, said, left, small + 3, { bold: true, color: ink, ground: sunk });
      taken.push({ x: left - 4, y: 0, width: wide + 8, height: small + 6 }, { x: X(t) - 1, y: small, width: 2, height: GROUND + 10 - small });
    }
    for (const pass of [false, true])
      for (const v of finite) {
        const first = strong(v) || !own || own(v);
        if (first !== pass || X(axis[v]) < 4 || X(axis[v]) > width - 4) continue; // the others below
        const color = strong(v) ? ink : shared.shapes[v] === "dot" ? edge : faint(ink2, 0.85);
        mark(c, shared.shapes[v] ?? "dot", X(axis[v]), GROUND, { color: first ? color : faint(ink2, 0.22), ground: sunk });
      }
    const [first, others] = wanted(axis, shared, strong).map((some) => some.map((id) => ({ id, foot: X(axis[id]), width: textWidth(c, short(shared.words[id] ?? ""), { bold: strong(id) }) })));
    const written = named(first, others, { line: GROUND, gap: DOTS + 5, high: small + 4, below: BELOW, above: ABOVE, width }, taken, rows);
    rows = new Map(written.map(({ id, row, side }) => [id, { row, side }]));
    for (const { id, lead: { x, y, height: long }, row } of written) {
      const [from, to] = row < BELOW ? [y + DOTS, y + long + 1] : [y, y + long - DOTS];
      line(c, [[x + 0.5, from], [x + 0.5, to]], { color: faint(ink2, 0.5), width: strong(id) ? 1.2 : 0.8 });
    }
    for (const { id, box } of written) text(c, short(shared.words[id]), box.x, box.y + small - 1, { color: strong(id) || shared.kinds[id] >= 0 ? ink : ink2, bold: strong(id), ground: sunk });
    element.dataset.named = written.map(({ id }) => id).join(" ");
  }

  /** @param {number} v */
  function strong(v) {
    return v === shared.focus || v === shared.hover || shared.pins.has(v);
  }

  function words() {
    if (!shown) return "";
    const { axis, names, dimensions } = shown;
    const own = alike(shared);
    const all = [...axis.keys()].filter((v) => Number.isFinite(axis[v]));
    const sorted = (own ? all.filter(own) : all).sort((a, b) => axis[a] - axis[b]).map((v) => shared.words[v]);
    const which = own ? `Of all words those that are ${shared.kindNames[shared.kinds[(shared.axis ?? [])[0]?.[0] ?? 0]]}, along` : "All words along";
    return `${which} the axis from ${names[0]} to ${names[1]}, measured in ${dimensions} dimensions. From its beginning: ${sorted.slice(0, 6).join(", ")} … at its end: ${sorted.slice(-6).join(", ")}.`;
  }

  return { update, redraw: () => shown && stage.request(), resize: () => stage.resize(), hide: () => void (shown = null) };
}
