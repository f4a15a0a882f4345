/**
 * One number, everywhere the same: what carries the same data-link name lights up together. The name is made of the
 * contract's array name and indices ("theta-0", "gradient-1", "sample_gradients-7"), or is a knob's ("learning_rate"), so
 * the pictures and the numbers need not know each other. Two kinds of numbers are sent by nobody, and the page derives
 * them from the arrays: "next-0" is θ₀ after the update (views/upcoming.js: θ − α d), and "velocity-0" is v₀ before it,
 * with momentum (views/facts.js: from v := β v + g).
 *
 * Hover or focus shows it, a tap keeps it, Esc lets go. A picture on a canvas listens to `linkchange` on the document
 * and calls `set` when the pointer is over one of its own places.
 */

/** @type {string | null} */
let shown = null;
/** @type {string | null} */
let kept = null;

/** The name that is lit now. */
export function current() {
  return shown;
}

/** Lights a name up; null goes back to the one that is kept, if any. @param {string | null} name */
export function set(name) {
  const next = name ?? kept;
  if (next === shown) return;
  shown = next;
  refresh();
  document.dispatchEvent(new CustomEvent("linkchange", { detail: { name: shown } }));
}

/** Keeps a name lit, or lets it go if it was kept. @param {string | null} name */
export function keep(name) {
  kept = kept === name ? null : name;
  set(name);
  if (kept === null) set(null);
}

/** Marks anew: after elements with names have been added. */
export function refresh() {
  for (const element of document.querySelectorAll(".linked")) if (!carries(element, shown)) element.classList.remove("linked");
  if (shown !== null)
    for (const element of document.querySelectorAll(`[data-link~="${CSS.escape(shown)}"]`)) element.classList.add("linked");
}

/** Listens to the whole page once. */
export function listen() {
  document.addEventListener("pointerover", (event) => {
    const name = nameAt(event.target);
    if (name !== null) set(name);
  });
  document.addEventListener("pointerout", (event) => {
    if (nameAt(event.target) !== null && nameAt(event.relatedTarget) === null) set(null);
  });
  document.addEventListener("focusin", (event) => {
    const name = nameAt(event.target);
    if (name !== null) set(name);
  });
  document.addEventListener("focusout", (event) => {
    if (nameAt(event.target) !== null) set(null);
  });
  document.addEventListener("click", (event) => {
    const name = nameAt(event.target);
    if (name !== null) keep(name);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown !== null) {
      kept = null;
      set(null);
    } else if (event.key === "Enter" && event.target instanceof Element && event.target.matches("[data-link]:not(a, button)"))
      keep(nameAt(event.target));
  });
}

/** @param {EventTarget | null} target @returns {string | null} */
function nameAt(target) {
  const element = target instanceof Element ? target.closest("[data-link]") : null;
  return element?.getAttribute("data-link")?.split(" ")[0] || null;
}

/** @param {Element} element @param {string | null} name */
function carries(element, name) {
  return name !== null && (element.getAttribute("data-link") ?? "").split(" ").includes(name);
}
