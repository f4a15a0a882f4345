/** The freest corner of a picture for a lens: where the least stands that it would hide, and nothing that it must not. */

/**
 * @typedef {import("./drawing.js").Point} Point
 * @typedef {{x: number, y: number, radius: number, corner: number}} Corner
 */

const MARGIN = 10; // pixels from the edges
const WORTH = 3; // things that another corner must hide less before the lens moves there

/** @param {{width: number, height: number}} size @param {number[]} radii  the first that finds room is taken
 * @param {import("./room.js").Room} things  all that would be hidden @param {Point[]} strict  what must not be
 * @param {number} last  the corner where it was; −1: nowhere @returns {Corner | null} */
export function freest({ width, height }, radii, things, strict, last) {
  for (const radius of radii) {
    const [left, right, top, bottom] = [radius + MARGIN, width - radius - MARGIN, radius + MARGIN, height - radius - MARGIN];
    const corners = [[right, top], [right, bottom], [left, top], [left, bottom]]
      .map(([x, y], corner) => ({ x, y, radius, corner, hides: things.inCircle(x, y, radius + 4) - (corner === last ? WORTH : 0) }))
      .filter(({ x, y }) => strict.every(([px, py]) => Math.hypot(px - x, py - y) > radius + 14))
      .sort((a, b) => a.hides - b.hides || a.corner - b.corner);
    if (!corners.length || (corners[0].hides > 0 && radius !== radii.at(-1))) continue;
    const { hides: _, ...best } = corners[0];
    return best;
  }
  return null;
}
