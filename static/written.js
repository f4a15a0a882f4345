/** Words on the page, and the least work to keep them new: a place that says the same already is not touched. */

/** What `put` has put there. @type {WeakMap<Element, string>} */
const known = new WeakMap();

/** Plain text, of anybody. @param {Element | null | undefined} place @param {string} text */
export function say(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

/** Markup of our own: whatever is a student's in it has been escaped. @param {Element} place @param {string} markup */
export function put(place, markup) {
  if (known.get(place) === markup) return;
  known.set(place, markup);
  place.innerHTML = markup;
}
