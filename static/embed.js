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
    // Canvas and its like resize by this message; as text, which their older versions need and the newer ones read.
    window.parent.postMessage(JSON.stringify({ subject: "lti.frameResize", height }), "*");
    window.parent.postMessage({ source: "unrolled", v: 1, type: "height", height }, "*");
  }).observe(element);
}
