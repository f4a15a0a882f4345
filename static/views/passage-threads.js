/** Threads from the words of a window down to the pairs that come out of them. */
import { make, set } from "./svg.js";

const LEAST = 24; // pixels: how high the threads are, the style sheet says

/**
 * @typedef {{words: number[], box: Element, strong: boolean}} Thread  places of the words, where they lead to
 */

/** @param {HTMLElement} element */
export function create(element) {
  const svg = make("svg", { "aria-hidden": "true" }, element);
  /** @type {SVGPathElement[]} */
  const paths = [];

  /** @param {Thread[]} threads @param {(place: number) => Element | undefined} word */
  return function draw(threads, word) {
    const box = element.getBoundingClientRect();
    const middle = (/** @type {Element} */ each) => {
      const { left, width } = each.getBoundingClientRect();
      const x = left + width / 2 - box.left;
      return x >= 0 && x <= box.width ? x : null; // scrolled out of sight
    };
    const height = Math.max(LEAST, box.height);
    set(svg, "viewBox", `0 0 ${box.width} ${height}`);
    set(svg, "height", height);
    let used = 0;
    for (const { words, box: end, strong } of [...threads].sort((a, b) => Number(a.strong) - Number(b.strong))) {
      const to = middle(end);
      for (const place of words) {
        const own = word(place);
        const from = own && middle(own);
        if (to === null || from === null || from === undefined) continue;
        const path = (paths[used] ??= make("path", {}, svg));
        set(path, "d", `M${from.toFixed(1)} 1C${from.toFixed(1)} ${0.6 * height} ${to.toFixed(1)} ${0.3 * height} ${to.toFixed(1)} ${height}`);
        path.classList.toggle("strong", strong);
        used++;
      }
    }
    for (const path of paths.splice(used)) path.remove();
  };
}
