/** In good time: not more often than the server wants to hear, and not later than the student wants to wait. */

/**
 * The first call goes at once, of those that follow within the gap only the last.
 *
 * @template {unknown[]} A
 * @param {number} gap milliseconds between two calls
 * @param {(...args: A) => void} call
 */
export function throttle(gap, call) {
  let last = -Infinity;
  let timer = 0;
  /** @type {A | null} */
  let waiting = null;
  const go = () => {
    timer = 0;
    if (waiting === null) return;
    const args = waiting;
    waiting = null;
    last = performance.now();
    call(...args);
  };
  /** @param {A} args */
  const throttled = (...args) => {
    waiting = args;
    const wait = last + gap - performance.now();
    if (wait <= 0) {
      clearTimeout(timer);
      go();
    } else timer ||= window.setTimeout(go, wait);
  };
  /** What waits goes now. */
  throttled.flush = () => {
    clearTimeout(timer);
    go();
  };
  /** What waits does not go at all. */
  throttled.cancel = () => {
    clearTimeout(timer);
    timer = 0;
    waiting = null;
  };
  return throttled;
}

/**
 * Draws at once where a run stands, and while it plays not more often than that.
 * @param {number} gap milliseconds @param {() => void} draw @returns {(playing: boolean) => void}
 */
export function calmly(gap, draw) {
  const later = throttle(gap, draw);
  return (playing) => {
    if (playing) return later();
    later.cancel();
    draw();
  };
}

/** Waits, unless it is told not to wait any longer. @param {number} pause ms @returns {{over: Promise<void>, skip: () => void}} */
export function rest(pause) {
  let skip = () => {};
  const over = new Promise((/** @type {(value: void) => void} */ go) => {
    const timer = setTimeout(go, pause);
    skip = () => {
      clearTimeout(timer);
      go();
    };
  });
  return { over, skip };
}
