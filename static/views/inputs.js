/** What the network says for every input: ŷ over the plane of two inputs, or along one, with the data. */
import { clamp } from "../clamp.js";
import * as link from "../link.js";
import { alternative } from "./alternative.js";
import { paintAnswers } from "./answers.js";
import { columnsOf } from "./columns.js";
import { Crowd } from "./crowd.js";
import { arrow, dot, stroke } from "./drawing.js";
import { RINGED, keyOf } from "./inputs-key.js";
import { axisName, heading, ofSample, unitsNote, words } from "./inputs-words.js";
import { classOf, hueOf, kindOf, saying, tintOf, wanting } from "./kind.js";
import { Labels } from "./labels.js";
import { linkName, read } from "./net.js";
import { axesOf, curvesOf, paintCurves } from "./oneinput.js";
import { ownPlace } from "./own-place.js";
import { faint, palette } from "./palette.js";
import { paintAxes } from "./plane-axes.js";
import { linear } from "./scales.js";
import { shape } from "./shapes.js";
import { Stage } from "./stage.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("../types.js").Block} Block
 * @typedef {import("./drawing.js").Point} Point
 */

const LABELLED = 6; // samples of which each carries its number
const RING = 14; // pixels from the middle of the sample in focus
const NUMBERS = 34; // pixels of the upright axis's numbers
const REACH = { mouse: 14, other: 24 }; // pixels

/** @param {HTMLElement} element
 * @param {{actions: import("../types.js").Actions, said: HTMLElement | null, key: HTMLElement | null, note: HTMLElement | null, names: Record<string, string[]>}} options
 *   names: of the columns of the lab's own data, the target last @returns {import("../types.js").View} */
export function create(element, { actions, said, key, note, names }) {
  const picture = document.createElement("div");
  const pick = Object.assign(document.createElement("input"), { type: "range", className: "pick", min: "1", step: "1" });
  pick.setAttribute("aria-label", "Sample in focus");
  element.append(picture, pick);
  const describe = alternative(picture);
  const labels = new Labels();
  const stage = new Stage(picture, { heights: [190, 560], draw, layers: 3 });
  /** @type {Frame | null} */
  let frame = null;
  /** @type {import("./kind.js").Kind | null} */
  let kind = null;
  /** @type {import("./columns.js").Columns | null} */
  let columns = null;
  /** @type {((x: number) => number)[]} */
  let curves = [];
  /** What the two lower layers show. @type {[unknown[], unknown[]]} */
  let [painted, scattered] = [[], []];
  let hovered = -1;
  let [X, Y] = [linear(0, 1, 0, 1), linear(0, 1, 1, 0)];

  /** @param {Frame} next */
  function update(next) {
    const { data_x: x, data_y: y, field, domain } = next.arrays;
    if (!x || !y || !field || !domain) return;
    const other = !frame || frame.arrays.data_y !== y || frame.arrays.test_y !== next.arrays.test_y || frame.arrays.layers !== next.arrays.layers;
    frame = next;
    if (other || (kind && kind.classes > 0) !== Number.isFinite(next.scalars.accuracy)) [kind, columns] = [kindOf(next), columnsOf(next, names)];
    if (!kind || !columns || field.shape[2] !== kind.K || y.shape[1] !== kind.K) return;
    const count = x.shape[0];
    const at = String((next.arrays.focus?.data[0] ?? 0) + 1);
    if (pick.max !== String(count)) pick.max = String(count);
    if (at !== "0" && pick.value !== at && document.activeElement !== pick) pick.value = at;
    pick.hidden = next.arrays.focus === undefined;
    voice(Number(pick.value) - 1);
    if (said) write(said, heading(kind, columns, x.shape[1]));
    if (key) write(key, keyOf(kind, next, x.shape[1] === 1), true);
    if (note) write(note, unitsNote(kind, columns));
    if (note) note.hidden = !columns.scaled;
    describe(() => (frame && kind && columns ? words(frame, kind, columns) : "ŷ for every input, not yet drawn"), !next.playing);
    stage.show();
  }

  /** @param {boolean} fresh */
  function draw(fresh) {
    if (!frame || !kind || !columns) return false;
    const { field, domain, data_x: x, data_y: y, test_x: heldX, test_y: heldY } = frame.arrays;
    const flat = x.shape[1] > 1;
    if (fresh || painted[0] !== field || painted[1] !== domain || painted[2] !== kind) {
      painted = [field, domain, kind];
      [X, Y] = flat ? [linear(domain.data[0], domain.data[1], 0, stage.width), linear(domain.data[2], domain.data[3], stage.height, 0)] : axesOf(kind, columns, domain.data, stage.width, stage.height);
      if (flat) paintAnswers(stage, field, domain.data, kind);
      else paintCurves(stage.clear(0), (curves = curvesOf(field, domain.data, kind)), kind, X, Y, columns, axisName(columns, 0, 1));
    }
    if (fresh || scattered[0] !== y || scattered[1] !== heldY || scattered[2] !== kind) {
      scattered = [y, heldY, kind];
      const c = stage.clear(1);
      if (heldX && heldY) for (let i = 0; i < heldX.shape[0]; i++) mark(c, heldX, heldY, i, true);
      for (let i = 0; i < x.shape[0]; i++) mark(c, x, y, i, false);
      if (flat) paintAxes(c, columns, stage, X, Y, [x, ...(heldX ? [heldX] : [])].flatMap((block) => Array.from({ length: block.shape[0] }, (_, i) => place(block, block, i))));
    }
    over(stage.clear(2), flat);
    return false;
  }

  /** A sample: filled, of the test data hollow. @param {CanvasRenderingContext2D} c @param {Block} x @param {Block} y @param {number} i
   * @param {boolean} held @param {number} [grown] */
  function mark(c, x, y, i, held, grown = 1) {
    if (!kind) return;
    const { card, ink } = palette();
    const [px, py] = place(x, y, i);
    const K = kind.K;
    const which = kind.classes ? classOf(y.data, i * K, K) : held ? 1 : 0;
    const color = kind.classes ? hueOf(kind, which) : tintOf(kind, y.data[i * K]);
    c.beginPath();
    shape(c, which, px, py, radius() * grown * (held ? 0.86 : 1));
    c.fillStyle = held && kind.classes ? card : color;
    c.fill();
    stroke(c, held && kind.classes ? color : kind.classes ? card : ink, grown > 1 ? 2 : held && kind.classes ? 1.6 : 1);
  }

  /** What changes from update to update: the batch, its errors, the sample in focus, numbers. @param {CanvasRenderingContext2D} c @param {boolean} flat */
  function over(c, flat) {
    const net = frame && read(frame);
    if (!frame || !kind || !net) return;
    const { data_x: x, data_y: y, batch } = frame.arrays;
    const { ink, card, accent, mark: yellow } = palette();
    const count = x.shape[0];
    const chosen = Array.from(batch.data.length > RINGED ? batch.data.subarray(0, net.rows) : batch.data).filter((i) => i < count);
    const ringed = batch.data.length <= RINGED;
    if (ringed && !flat && kind.K === 1) {
      c.beginPath();
      for (const i of chosen) {
        const [px, py] = place(x, y, i);
        c.moveTo(px, py);
        c.lineTo(px, clamp(Y(curves[0](x.data[i])), 0, stage.height - 24));
      }
      stroke(c, faint(ink, chosen.length > 60 ? 0.3 : 0.7), chosen.length > 40 ? 1 : 1.5);
    }
    if (ringed && batch.data.length < (frame.scalars.dataset_size ?? count)) {
      c.beginPath();
      for (const i of chosen) {
        const [px, py] = place(x, y, i);
        c.moveTo(px + radius() + 2.5, py);
        c.arc(px, py, radius() + 2.5, 0, 2 * Math.PI);
      }
      stroke(c, ink, 1.5);
    }
    const lit = Number(link.current()?.match(/^(?:x|yhat|y|each|z\d+|a\d+|delta\d+)-(\d+)-\d+$/)?.[1] ?? -1);
    if (lit >= 0 && lit < net.rows && chosen[lit] !== undefined) dot(c, place(x, y, chosen[lit]), radius() + 6, { fill: yellow, edge: ink });
    const focus = net.focus;
    const own = focus < 0 ? ownPlace(net, X, Y, stage) : null;
    const at = own ? own.at : focus < count ? place(x, y, focus) : null;
    if (own) {
      if (own.tip) arrow(c, own.at, own.tip, { color: accent, width: 2.2 });
      dot(c, own.at, 8, { fill: card, edge: accent, width: 2.2, dash: [4, 3] });
      dot(c, own.at, 2.5, { fill: accent });
    } else if (at) {
      dot(c, at, radius() * 1.5 + 3.5, { fill: card, edge: ink, width: 2 });
      mark(c, x, y, focus, false, 1.5);
    }
    if (lit >= 0 && chosen[lit] !== undefined && chosen[lit] !== focus) mark(c, x, y, chosen[lit], false, 1.3);
    name(c, net, chosen, at, own?.tip != null);
  }

  /** Numbers beside samples: beside each where they are few, else beside the one in focus and the one that is pointed at.
   * @param {CanvasRenderingContext2D} c @param {import("./net.js").Net} net @param {number[]} chosen @param {Point | null} at
   * @param {boolean} outside  the student's own inputs lie beyond the picture */
  function name(c, net, chosen, at, outside) {
    if (!frame || !kind) return;
    const { data_x: x, data_y: y } = frame.arrays;
    const { ink } = palette();
    const [count, K] = [x.shape[0], kind.K];
    const [free, crowd] = [new Crowd(stage.width, stage.height), new Crowd(stage.width, stage.height)]; // where nothing stands; where what must be seen does not
    const few = count <= LABELLED;
    for (let i = 0; i < count; i++) {
      const [px, py] = place(x, y, i);
      const reach = i === net.focus ? RING : few ? 8 : radius();
      for (const one of few || i === net.focus ? [free, crowd] : [free]) one.box({ x: px - reach, y: py - reach, width: 2 * reach, height: 2 * reach });
    }
    if (x.shape[1] > 1) {
      for (const top of [0, stage.height - 17]) for (const one of [free, crowd]) one.box({ x: 0, y: top, width: stage.width, height: 17 });
      for (const one of [free, crowd]) one.box({ x: 0, y: 0, width: NUMBERS, height: stage.height });
    }
    const yhat = (/** @type {number} */ row) => Array.from({ length: K }, (_, k) => net.a(net.top, row, k));
    const known = (/** @type {number} */ i) => i === net.focus || (chosen.includes(i) && chosen.indexOf(i) < net.rows);
    const shown = [...new Set([hovered, net.focus, ...(few ? Array.from({ length: count }, (_, i) => i).filter(known) : [])])].filter((i) => i >= 0 && i < count);
    for (const i of shown.sort((a, b) => Number(b === net.focus) - Number(a === net.focus))) {
      const row = chosen.indexOf(i);
      const wanted = `wanted ${wanting(kind, y.data, i * K)}`;
      const told = i === net.focus ? yhat(-1) : row >= 0 && row < net.rows ? yhat(row) : null;
      const one = told ? `${saying(kind, told)}, ${wanted}` : wanted; // whole, or not at all: half of it would say something else
      const label = { at: place(x, y, i), said: few ? one : `sample ${i + 1}: ${one}`, key: `${i}`, color: ink, bold: true, more: i === net.focus ? RING - 9 : 0 };
      if (!labels.put(c, free, { ...label, within: 14 })) labels.put(c, crowd, label);
    }
    if (net.focus < 0 && at) labels.put(c, crowd, { at, said: `what if${outside ? ", outside" : ""}: ${saying(kind, yhat(-1))}`, key: "own", color: ink, bold: true });
  }

  function radius() {
    const count = frame?.arrays.data_x.shape[0] ?? 0;
    return (count <= 12 ? 6 : count <= 60 ? 5 : count <= 320 ? 4 : 3) * (stage.width < 300 ? 0.85 : 1);
  }

  /** @param {Block} x @param {Block} y @param {number} i @returns {Point} */
  function place(x, y, i) {
    const n = x.shape[1];
    return [X(x.data[n * i]), Y(n > 1 ? x.data[n * i + 1] : kind && kind.K > 1 && kind.classes ? 1 : y.data[i * y.shape[1]])];
  }

  /** The sample that is meant there; −1: none. @param {PointerEvent | MouseEvent} event */
  function meant(event) {
    if (!frame || !kind) return -1;
    const { x, y } = stage.at(event);
    let [nearest, best] = [-1, "pointerType" in event && event.pointerType !== "mouse" ? REACH.other : REACH.mouse];
    for (let i = 0; i < frame.arrays.data_x.shape[0]; i++) {
      const [px, py] = place(frame.arrays.data_x, frame.arrays.data_y, i);
      const far = Math.hypot(px - x, py - y);
      if (far < best) [nearest, best] = [i, far];
    }
    return nearest;
  }

  /** @param {number} i */
  function point(i) {
    if (i === hovered) return;
    hovered = i;
    const row = i < 0 || !frame ? -1 : frame.arrays.batch.data.subarray(0, frame.arrays.z?.shape[0] ?? 0).indexOf(i);
    link.set(row >= 0 ? linkName("yhat", row, 0) : null);
    picture.style.cursor = i >= 0 ? "pointer" : "";
    stage.request();
  }

  picture.addEventListener("pointermove", (event) => point(meant(event)));
  picture.addEventListener("pointerleave", () => point(-1));
  picture.addEventListener("click", (event) => {
    const sample = meant(event);
    if (sample >= 0) look(sample);
  });
  pick.addEventListener("input", () => look(Number(pick.value) - 1));
  document.addEventListener("linkchange", () => frame && stage.request());

  /** @param {number} sample */
  function look(sample) {
    voice(sample);
    actions.look({ sample });
  }

  /** The sample as the slider says it, whoever has chosen it. @param {number} sample */
  function voice(sample) {
    if (!frame || !kind || !columns) return;
    const told = ofSample(frame, kind, columns, sample);
    if (pick.getAttribute("aria-valuetext") !== told) pick.setAttribute("aria-valuetext", told);
  }

  return { update, resize: () => stage.resize() };
}

/** Only what is new. @param {HTMLElement} place @param {string} words @param {boolean} [html]  our own */
function write(place, words, html = false) {
  if (place.dataset.written === words) return;
  place.dataset.written = words;
  if (html) place.innerHTML = words;
  else place.textContent = words;
}
