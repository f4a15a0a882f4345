/**
 * Whether anybody can see the page. A frame that was scrolled away neither pauses by itself nor reports it, so the
 * intersection with the reader's window is watched as well as the document's own state.
 */

/** @param {Element} element @param {(visible: boolean) => void} tell called at once when it is known, and on every change */
export function watch(element, tell) {
  let inside = false;
  /** @type {boolean | null} */
  let told = null;
  const check = () => {
    const visible = inside && document.visibilityState === "visible";
    if (visible === told) return;
    told = visible;
    tell(visible);
  };
  new IntersectionObserver((entries) => {
    inside = entries[entries.length - 1].isIntersecting;
    check();
  }).observe(element);
  document.addEventListener("visibilitychange", check);
}
