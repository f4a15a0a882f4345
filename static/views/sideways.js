/** What scrolls sideways can be scrolled by keyboard too: it is a stop of the Tab key while it is wider than its place. */

/** @param {HTMLElement} element @param {string} name */
export function sideways(element, name) {
  const check = () => {
    const wider = element.scrollWidth > element.clientWidth + 1;
    if (wider === element.hasAttribute("tabindex")) return;
    if (wider) {
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", name);
    } else for (const mark of ["tabindex", "role", "aria-label"]) element.removeAttribute(mark);
  };
  const observer = new ResizeObserver(check);
  observer.observe(element);
  for (const child of element.children) observer.observe(child);
}

/** Brings a part of it into sight, when another one than before is meant; it begins at the beginning.
 * @param {HTMLElement} element @param {() => number} [covered]  pixels on the left that something covers */
export function following(element, covered = () => 0) {
  /** @type {HTMLElement | undefined} */
  let last;
  return (/** @type {HTMLElement | undefined} */ part, /** @type {boolean} */ chosen) => {
    if (!part || part === last) return;
    const first = !last?.isConnected;
    last = part;
    if (first && !chosen) return;
    const [box, { left, right }] = [element.getBoundingClientRect(), part.getBoundingClientRect()];
    const from = box.left + covered();
    if (left < from || right > box.right) element.scrollLeft += (left + right - from - box.right) / 2;
  };
}
