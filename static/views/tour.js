/** Where the runs are on the relief: the path of each lane on the surface, now, next, minima and changes, as Plotly's traces. */
import { OBJECTIVE, OWN, STEP, rowsUntil } from "../trail.js";
import { colorOf, partsOf } from "./beside.js";
import { laneLooks } from "./lanes.js";
import { faint, mix, palette } from "./palette.js";
import { behind, jumpsAfter, jumpsOf } from "./jumps.js";
import { placeAt } from "./path.js";
import { minima } from "./tracks.js";
import { pair, upcoming } from "./upcoming.js";

/**
 * @typedef {import("../types.js").Frame} Frame
 * @typedef {import("./relief.js").Relief} Relief
 * @typedef {import("./relief.js").Places} Places
 * @typedef {[number, number, number]} Spot  θ₀, θ₁ and the height of J
 * @typedef {{step: number, spot: Spot, leap?: boolean}} Stop  `leap`: a change led there, and no update
 */

const MOST = 2000; // points of all paths together
const READABLE = 300; // points of a path that still get a dot each
const RECENT = 60; // the newest rows of a long path are all shown
const PIECES = 48; // into which a line across the whole picture is laid over the hills
const LINE = 0.024; // of the height: so far above the surface is a path …
const BALL = 0.035; // … and a ball, which would be half sunk in it
const APART = 0.1; // of the picture's width: closer, two labels would lie on one another
const ASIDE = 20; // pixels between two numbers of lanes that are so close
const DASHES = ["solid", "dot", "dash", "dashdot", "longdash", "longdashdot"]; // as in lanes.js, by Plotly's names

/** @param {Frame} frame @param {import("../types.js").Knob[]} knobs @param {Relief} relief */
export function tour(frame, knobs, relief) {
  const { card, ink, accent } = palette();
  const looks = laneLooks(frame, knobs);
  const budget = Math.floor(MOST / looks.length);
  const ways = looks.map(({ color, label }, lane) => {
    const past = walked(frame, relief, lane, budget);
    return { name: label || "path", ...line(pieces(past, relief, budget)), customdata: past.map(({ step }) => step),
      line: { color, width: 5, dash: DASHES[lane % DASHES.length] } };
  });
  const ahead = joined(looks.map(({ color }, lane) => ({ ...pieces(coming(frame, relief, lane, budget), relief, budget), color: mix(color, card, 0.45) })));
  const changed = joined(looks.flatMap((_, lane) => {
    const stops = [...walked(frame, relief, lane, budget), ...coming(frame, relief, lane, budget).slice(1)];
    return stops.flatMap(({ step, spot, leap }, i) => (leap ? [{ ...laid([stops[i - 1].spot, spot], relief, PIECES), color: step > frame.step ? mix(accent, card, 0.5) : accent }] : []));
  }));
  const ideal = joined(looks.map((_, lane) => ({ ...laid(flow(frame, relief, lane), relief, budget), color: mix(ink, card, 0.75) })));
  const next = joined(looks.map(({ color }, lane) => ({ ...laid(ends(frame, relief, lane), relief, PIECES), color })));

  /** @type {{x: number[], y: number[], z: number[], marker: {size: number[], symbol: string[], color: string[], line: {color: string[], width: number}}}} */
  const balls = { x: [], y: [], z: [], marker: { size: [], symbol: [], color: [], line: { color: [], width: 2 } } };
  const put = (/** @type {Spot | undefined} */ spot, /** @type {number} */ size, /** @type {string} */ symbol, /** @type {string} */ fill, /** @type {string} */ edge) => {
    if (!spot || !relief.holds(spot[0], spot[1])) return;
    balls.x.push(spot[0]);
    balls.y.push(spot[1]);
    balls.z.push(Math.max(spot[2], relief.at(spot[0], spot[1])) + BALL * relief.span);
    balls.marker.size.push(size);
    balls.marker.symbol.push(symbol);
    balls.marker.color.push(fill);
    balls.marker.line.color.push(edge);
  };
  for (const [x, y, J] of minima(frame)) put([x, y, relief.height(J)], 6, "cross", ink, card);
  looks.forEach(({ color }, lane) => {
    const past = walked(frame, relief, lane, budget);
    if (past.length <= READABLE) for (const { spot } of past.slice(1, -1)) put(spot, 3, "circle", color, color);
    put(past[0]?.spot, 9, "circle", card, color);
    for (const mark of frame.marks) {
      const place = frame.trail[lane] && placeAt(frame.trail[lane], mark.step);
      if (place) put([...place, relief.at(...place)], 7, "diamond", mark.step > frame.step ? mix(accent, card, 0.5) : accent, card);
    }
  });
  looks.forEach(({ color }, lane) => {
    const [now, after] = ends(frame, relief, lane);
    put(after, 10, "circle-open", color, color);
    put(now, 12, "circle", color, card);
  });
  return [
    { name: "infinitely small steps", ...line(ideal), line: { color: ideal.color, width: 2 } },
    { name: "ahead", ...line(ahead), line: { color: ahead.color, width: 3 } },
    ...(frame.ways ?? []).map((way) => {
      const parts = joined(partsOf(way).made.map((spots) => ({ ...laid(spots.map(([x, y]) => [x, y, relief.at(x, y)]), relief, budget), color: "" })));
      return { name: `run ${way.lane + 1}`, ...line(parts), line: { color: colorOf(way.lane), width: 3, dash: DASHES[way.lane % DASHES.length] } };
    }),
    ...ways,
    { name: "changes", ...line(changed), line: { color: changed.color, width: 4, dash: "dash" } },
    { name: "next step", ...line(next), line: { color: next.color, width: 7 } },
    { name: "balls", type: "scatter3d", hoverinfo: "skip", mode: "markers", ...balls },
  ];
}

/** Words beside the start and beside the balls, above every hill. @param {Frame} frame @param {import("../types.js").Knob[]} knobs
 * @param {Relief} relief */
export function labels(frame, knobs, relief) {
  const { card, ink, small } = palette();
  const label = (/** @type {Spot | undefined} */ spot, /** @type {string} */ text, /** @type {string} */ color, aside = 0) => (spot && relief.holds(spot[0], spot[1]) ? [{
    x: spot[0], y: spot[1], z: Math.max(spot[2], relief.at(spot[0], spot[1])) + BALL * relief.span, text, ax: aside, ay: -30, font: { color, size: small },
    bgcolor: faint(card, 0.75), borderpad: 1, arrowcolor: color, arrowwidth: 1, arrowhead: 0, standoff: 7,
  }] : []);
  const looks = laneLooks(frame, knobs);
  const [x0, x1, y0, y1] = relief.domain;
  const apart = (/** @type {Spot} */ a, /** @type {Spot} */ b) => Math.hypot((a[0] - b[0]) / (x1 - x0), (a[1] - b[1]) / (y1 - y0)) > APART;
  if (looks.length > 1) {
    const spots = looks.map((_, lane) => ends(frame, relief, lane)[0]);
    return looks.flatMap(({ mark, color }, lane) => {
      const before = spots.slice(0, lane).filter((spot) => spot && spots[lane] && !apart(spot, spots[lane]));
      return label(spots[lane], `<b>${mark}</b>`, color, ASIDE * before.length);
    });
  }
  const [first] = walked(frame, relief, 0, MOST);
  const [now] = ends(frame, relief, 0);
  const far = first && now && apart(now, first.spot);
  return [...label(far ? first.spot : undefined, "start", ink), ...label(now, "now", looks[0].color)];
}

/** A line in Plotly's words. @param {Places} places */
function line({ x, y, z }) {
  return { type: "scatter3d", mode: "lines", hoverinfo: "skip", x, y, z };
}

/** The rows of a lane up to the step that is shown, and θ now: a long path in fewer points, its newest part in all.
 * @param {Frame} frame @param {Relief} relief @param {number} lane @param {number} budget @returns {Stop[]} */
function walked(frame, relief, lane, budget) {
  const trail = frame.trail[lane];
  const theta = pair(frame, "theta", lane);
  if (!theta) return [];
  const jumps = jumpsOf(frame, lane);
  const { put, length } = behind(frame, lane, jumps);
  const before = trail ? rows(trail, relief, 0, length, budget, jumps, frame.step) : [];
  return [...before, { step: frame.step, spot: [...theta, height(frame, relief, lane, theta)], leap: put && before.length > 0 }];
}

/** The part of the history beyond the step that is shown.
 * @param {Frame} frame @param {Relief} relief @param {number} lane @param {number} budget @returns {Stop[]} */
function coming(frame, relief, lane, budget) {
  const [trail, theta] = [frame.trail[lane], pair(frame, "theta", lane)];
  if (!trail || !theta) return [];
  const later = rows(trail, relief, rowsUntil(trail, frame.step), trail.length, budget, jumpsOf(frame, lane), Infinity);
  return later.length ? [{ step: frame.step, spot: [...theta, height(frame, relief, lane, theta)] }, ...later] : [];
}

/** The ideal path; lanes with one start have one. @param {Frame} frame @param {Relief} relief @param {number} lane @returns {Spot[]} */
function flow(frame, relief, lane) {
  const data = frame.arrays[lane ? `flow@${lane}` : "flow"]?.data ?? [];
  return Array.from({ length: data.length / 2 }, (_, i) => [data[2 * i], data[2 * i + 1], relief.at(data[2 * i], data[2 * i + 1])]);
}

/** @param {import("../types.js").Trail} trail @param {Relief} relief @param {number} from @param {number} to @param {number} budget
 * @param {import("./jumps.js").Jump[]} jumps @param {number} until  a step @returns {Stop[]} */
function rows(trail, relief, from, to, budget, jumps, until) {
  const { rows: all, columns } = trail;
  const every = Math.ceil(Math.max(0, to - from - RECENT) / (budget - RECENT)) | 1; // odd: of a zigzag every second row is a line
  /** @type {Stop[]} */
  const found = [];
  for (let row = from; row < to; row++) {
    const after = jumps.length ? jumpsAfter(jumps, trail, row, until) : [];
    if (row < to - RECENT && row % every && !after.length) continue;
    const o = row * columns;
    found.push({ step: all[o + STEP], spot: [all[o + OWN], all[o + OWN + 1], relief.height(all[o + OBJECTIVE])] });
    for (const { step, place } of after) found.push({ step, spot: [...place, relief.at(...place)], leap: true });
  }
  return found;
}

/** Now and next. @param {Frame} frame @param {Relief} relief @param {number} lane @returns {Spot[]} */
function ends(frame, relief, lane) {
  const step = upcoming(frame, lane);
  if (!step) return [];
  const now = /** @type {Spot} */ ([...step.theta, height(frame, relief, lane, step.theta)]);
  return step.next ? [now, [...step.next, relief.at(...step.next)]] : [now];
}

/** How high a lane's ball is: its J, where the frame tells it. @param {Frame} frame @param {Relief} relief @param {number} lane
 * @param {[number, number]} theta */
function height(frame, relief, lane, theta) {
  const J = frame.scalars[lane ? `objective@${lane}` : "objective"];
  return Number.isFinite(J) ? relief.height(J) : relief.at(...theta);
}

/** The way through these stops, in pieces: none leads to where a change put it.
 * @param {Stop[]} stops @param {Relief} relief @param {number} budget @returns {Places} */
function pieces(stops, relief, budget) {
  /** @type {Spot[][]} */
  const runs = [];
  for (const { spot, leap } of stops) {
    if (leap || !runs.length) runs.push([]);
    runs[runs.length - 1].push(spot);
  }
  const { x, y, z } = joined(runs.map((spots) => ({ ...laid(spots, relief, budget), color: "" })));
  return { x: x.slice(0, -1), y: y.slice(0, -1), z: z.slice(0, -1) };
}

/** A line through these spots, over the hills between them and within the picture.
 * @param {Spot[]} spots @param {Relief} relief @param {number} budget @returns {Places} */
function laid(spots, relief, budget) {
  const [x0, x1, y0, y1] = relief.domain;
  /** @type {Places} */
  const places = { x: [], y: [], z: [] };
  const put = (/** @type {number | null} */ x, /** @type {number | null} */ y, /** @type {number | null} */ z) => {
    places.x.push(x);
    places.y.push(y);
    places.z.push(z);
  };
  const most = Math.max(1, Math.floor(budget / Math.max(1, spots.length - 1)));
  let open = false;
  for (let i = 1; i < spots.length; i++) {
    const [[ax, ay, az], [bx, by, bz]] = [spots[i - 1], spots[i]];
    const part = within([ax, ay], [bx, by], relief.domain);
    if (!part) {
      open = false;
      continue;
    }
    const whole = part[0] === 0 && part[1] === 1;
    const length = (part[1] - part[0]) * Math.hypot((bx - ax) / (x1 - x0), (by - ay) / (y1 - y0));
    const pieces = Math.max(1, Math.min(most, Math.ceil(PIECES * length)));
    if (!open && places.x.length) put(null, null, null);
    for (let k = open ? 1 : 0; k <= pieces; k++) {
      const t = part[0] + ((part[1] - part[0]) * k) / pieces;
      const [x, y] = [ax + t * (bx - ax), ay + t * (by - ay)];
      const ground = relief.at(x, y);
      put(x, y, (whole ? Math.max(ground, az + t * (bz - az)) : ground) + LINE * relief.span);
    }
    open = part[1] === 1;
  }
  return places;
}

/** From which share of a line to which it is inside a box; null: nowhere.
 * @param {[number, number]} from @param {[number, number]} to @param {[number, number, number, number]} box @returns {[number, number] | null} */
function within([ax, ay], [bx, by], [x0, x1, y0, y1]) {
  let [first, last] = [0, 1];
  for (const [a, b, low, high] of [[ax, bx, x0, x1], [ay, by, y0, y1]]) {
    if (![a, b].every(Number.isFinite)) return null;
    if (a === b) {
      if (a < low || a > high) return null;
      continue;
    }
    const [s, t] = [(low - a) / (b - a), (high - a) / (b - a)];
    first = Math.max(first, Math.min(s, t));
    last = Math.min(last, Math.max(s, t));
  }
  return first < last ? [first, last] : null;
}

/** Several lines as one, each in its colour. @param {(Places & {color: string})[]} lines */
function joined(lines) {
  /** @type {Places & {color: string[]}} */
  const all = { x: [], y: [], z: [], color: [] };
  for (const { x, y, z, color } of lines) {
    if (!x.length) continue;
    all.x.push(...x, null);
    all.y.push(...y, null);
    all.z.push(...z, null);
    for (let i = 0; i <= x.length; i++) all.color.push(color);
  }
  return all;
}
