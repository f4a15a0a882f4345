/** A picture in words, for those who do not see it: renewed at most every five seconds, and whenever the run rests. */

const PATIENCE = 5000; // milliseconds

/** @param {HTMLElement} element @param {string} [role] @returns {(words: () => string, resting: boolean) => void} */
export function alternative(element, role = "img") {
  element.setAttribute("role", role);
  element.setAttribute("aria-label", "Nothing is drawn yet.");
  let last = -Infinity;
  let known = "";
  return (words, resting) => {
    const now = performance.now();
    if (!resting && now - last < PATIENCE) return;
    const said = words();
    if (said === known) return;
    [last, known] = [now, said];
    element.setAttribute("aria-label", said);
  };
}
