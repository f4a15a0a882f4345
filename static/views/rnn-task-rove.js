/** Many places, one stop of the Tab key: the arrow keys go from one to the next, and in rows also up and down. */

/** @param {HTMLElement} around @param {string} selector @param {() => number} wide  places in a row */
export function rove(around, selector, wide) {
  const all = () => /** @type {HTMLElement[]} */ ([...around.querySelectorAll(selector)]);
  around.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && target.matches(selector)) for (const place of all()) place.tabIndex = place === target ? 0 : -1;
  });
  around.addEventListener("keydown", (event) => {
    const places = all();
    const at = places.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = /** @type {Record<string, number>} */ ({ ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - wide(), ArrowDown: at + wide(), Home: 0, End: places.length - 1 });
    const to = places[ways[event.key]];
    if (!(event.key in ways)) return;
    event.preventDefault();
    event.stopPropagation(); // the player’s own arrow keys
    to?.focus();
  });
}
