/**
 * Which numbers a worksheet asks for: none of them may be read elsewhere on the page until it has been found. Each is known
 * by the name that it has everywhere (link.js). Views that show single numbers ask `withheld`; pictures that would give one
 * away as a whole are covered by the style sheet, by the kinds in `data-filling` of the page (css/matrices.css).
 */

/** @type {Set<string>} */
let names = new Set();

/** What kind of number a name is of: z, a, yhat, each, J, delta, g (a gradient), n (a parameter after the update). @param {string} name */
function kindOf(name) {
  const letter = name.split("-")[0];
  return /^[gn][Wb]/.test(letter) ? letter[0] : letter.replace(/\d+$/, "");
}

/** @param {string[]} asked */
export function withhold(asked) {
  if (asked.length === names.size && asked.every((name) => names.has(name))) return;
  names = new Set(asked);
  const kinds = [...new Set(asked.map(kindOf))].join(" ");
  if (kinds) document.documentElement.dataset.filling = kinds;
  else delete document.documentElement.dataset.filling;
  document.dispatchEvent(new CustomEvent("withheldchange"));
}

/** Whether a number is still to be found. @param {string} name */
export const withheld = (name) => names.size > 0 && names.has(name);

/** Whether any is. */
export const filling = () => names.size > 0;
