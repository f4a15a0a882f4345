/** The page's colours as a canvas needs them: plain rgb, read from the style sheet, read again when the theme changes. */

/**
 * @typedef {object} Palette
 * @property {string} paper @property {string} card @property {string} sunk
 * @property {string} ink @property {string} ink2 @property {string} rule @property {string} edge
 * @property {string} accent @property {string} positive @property {string} negative
 * @property {string} gradient @property {string} field @property {string} mark
 * @property {string} ok @property {string} warn @property {string} bad
 * @property {string[]} runs  one per lane
 * @property {string} sans @property {string} math
 * @property {number} small  the smallest type, in pixels: larger on a projector
 */

const LANES = 6;
/** @type {Palette | null} */
let known = null;
/** @type {(() => void)[]} */
const listeners = [];
let watching = false;

/** The colours in force now. @returns {Palette} */
export function palette() {
  if (known) return known;
  const probe = document.createElement("i");
  document.body.append(probe);
  /** @param {string} name */
  const color = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const root = getComputedStyle(document.documentElement);
  known = {
    paper: color("paper"), card: color("card"), sunk: color("sunk"),
    ink: color("ink"), ink2: color("ink-2"), rule: color("rule"), edge: color("edge"),
    accent: color("accent"), positive: color("positive"), negative: color("negative"), gradient: color("gradient"), field: color("field"), mark: color("mark"),
    ok: color("ok"), warn: color("warn"), bad: color("bad"),
    runs: Array.from({ length: LANES }, (_, lane) => color(`run-${lane + 1}`)),
    sans: root.getPropertyValue("--sans").trim() || "sans-serif",
    math: root.getPropertyValue("--math").trim() || "serif",
    small: parseFloat(root.getPropertyValue("--t1")) || 12,
  };
  probe.remove();
  return known;
}

/** A canvas's own word for a colour, as numbers 0…255. @param {string} color @returns {[number, number, number]} */
export function rgb(color) {
  const numbers = color.match(/[\d.]+/g)?.map(Number) ?? [];
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

/** `share` of colour a in colour b. @param {string} a @param {string} b @param {number} share */
export function mix(a, b, share) {
  const [from, to] = [rgb(b), rgb(a)];
  return `rgb(${from.map((v, i) => Math.round(v + (to[i] - v) * share)).join(" ")})`;
}

/** A colour that lets something through. @param {string} color @param {number} alpha */
export function faint(color, alpha) {
  return `rgb(${rgb(color).join(" ")} / ${alpha})`;
}

/** Calls back when the theme has changed. @param {() => void} listener */
export function onTheme(listener) {
  if (!watching) {
    watching = true;
    const changed = () => {
      known = null;
      listeners.forEach((each) => each());
    };
    new MutationObserver(changed).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    for (const query of ["(prefers-color-scheme: dark)", "(min-width: 1900px)"]) matchMedia(query).addEventListener("change", changed);
  }
  listeners.push(listener);
}
