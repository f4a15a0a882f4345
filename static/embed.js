/** Inside somebody else's page: tells the height that it needs, so that the frame can be made to fit. */

/** @param {Element} element whose height is told */
export function tellHeight(element) {
  if (window.parent === window) return;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(element.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // The embedding page's origin is unknown by design, and a height is no secret.
    window.parent.postMessage({ source: "unrolled", v: 1, type: "height", height }, "*");
  }).observe(element);
}
