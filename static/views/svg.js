/** Pieces of an SVG picture, and the least work to keep them new: what has not changed is not touched. */

/** @template {keyof SVGElementTagNameMap} K @param {K} kind @param {Record<string, string | number>} [marks] @param {Element} [parent]
 * @returns {SVGElementTagNameMap[K]} */
export function make(kind, marks = {}, parent) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries(marks)) element.setAttribute(name, String(value));
  parent?.append(element);
  return element;
}

/** @param {Element} element @param {string} name @param {string | number} value */
export function set(element, name, value) {
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** A tint of a signed value through the card's own colour, at most so many percent. @param {number} value @param {number} most */
export function tint(value, most) {
  const share = Math.round(Math.min(1, Math.abs(value) || 0) * most);
  return `color-mix(in oklab, var(--${value < 0 ? "negative" : "positive"}) ${share}%, var(--card))`;
}
