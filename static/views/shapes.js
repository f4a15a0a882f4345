/** Shapes that tell kinds apart where colour alone must not: classes of samples, layers of units. */

/** @param {number} count @param {number} turn  of the first corner, in parts of a whole turn @param {number[]} radii  of the corners in turn
 * @returns {[number, number][]} */
function corners(count, turn, radii) {
  return Array.from({ length: count }, (_, i) => {
    const angle = 2 * Math.PI * (i / count + turn);
    const radius = radii[i % radii.length];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** @param {[number, number][]} points @returns {[number, number][]} turned by an eighth */
function slanted(points) {
  const s = Math.SQRT1_2;
  return points.map(([x, y]) => [s * (x - y), s * (x + y)]);
}

const PLUS = /** @type {[number, number][]} */ ([[-0.4, -1.15], [0.4, -1.15], [0.4, -0.4], [1.15, -0.4], [1.15, 0.4], [0.4, 0.4], [0.4, 1.15], [-0.4, 1.15], [-0.4, 0.4], [-1.15, 0.4], [-1.15, -0.4], [-0.4, -0.4]]);
/** All of about the area of a circle with radius 1, which is the first of them. @type {[number, number][][]} */
const SHAPES = [
  [], corners(4, 0.125, [1.25]), corners(3, -0.25, [1.5]), corners(4, 0, [1.3]), corners(3, 0.25, [1.5]),
  PLUS, corners(10, -0.25, [1.6, 0.7]), corners(6, 0, [1.15]), slanted(PLUS), corners(5, -0.25, [1.2]),
];

/** Adds a shape to the current path. @param {CanvasRenderingContext2D} c @param {number} kind @param {number} x @param {number} y
 * @param {number} radius */
export function shape(c, kind, x, y, radius) {
  const points = SHAPES[kind % SHAPES.length];
  if (!points.length) {
    c.moveTo(x + radius, y);
    c.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([dx, dy], i) => (i ? c.lineTo(x + radius * dx, y + radius * dy) : c.moveTo(x + radius * dx, y + radius * dy)));
  c.closePath();
}

/** The same for a key, as SVG. @param {number} kind @param {string} look  attributes of the path */
export function shapeIcon(kind, look) {
  const points = SHAPES[kind % SHAPES.length];
  const part = points.length
    ? `<path d="M${points.map(([x, y]) => `${(7 + 4.5 * x).toFixed(1)} ${(7 + 4.5 * y).toFixed(1)}`).join("L")}z" ${look}/>`
    : `<circle cx="7" cy="7" r="4.5" ${look}/>`;
  return `<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">${part}</svg>`;
}
