/**
 * Labels of changes above a chart: each says all of a change, or is plainly brief. None runs into another or over
 * another's line; what has no room of its own is counted together with its neighbour.
 *
 * @typedef {{x: number, text: string, short: string}} Flag
 * @typedef {{flags: Flag[], from: number, to: number}} Group   one label's: its first and its last line, in pixels
 */

const [LETTER, GAP] = [7, 6]; // pixels: of a letter, and beside a line
const LINES = 6; // closer lines are one

/** @param {Flag[]} flags  in their order @param {[number, number]} x  what the chart shows @param {number} width  in pixels
 * @returns {{x: number, text: string, left: boolean}[]} */
export function flagLabels(flags, x, width) {
  const place = (/** @type {number} */ value) => ((value - x[0]) / (x[1] - x[0])) * width;
  /** @type {Group[]} */
  let groups = [];
  for (const flag of flags) {
    const at = place(flag.x);
    const last = groups[groups.length - 1];
    if (last && at - last.to < LINES) last.flags.push(flag), (last.to = at);
    else groups.push({ flags: [flag], from: at, to: at });
  }
  for (;;) {
    const { labels, lost } = placed(groups, width);
    if (lost < 0 || groups.length < 2) return labels;
    const at = lost === groups.length - 1 || (lost > 0 && groups[lost].from - groups[lost - 1].to < groups[lost + 1].from - groups[lost].to) ? lost - 1 : lost;
    const [one, next] = [groups[at], groups[at + 1]]; // its nearest neighbour
    groups = [...groups.slice(0, at), { flags: [...one.flags, ...next.flags], from: one.from, to: next.to }, ...groups.slice(at + 2)];
  }
}

/** The newest first, as long as each finds room. @param {Group[]} groups @param {number} width
 * @returns {{labels: {x: number, text: string, left: boolean}[], lost: number}}  which one did not; −1: none */
function placed(groups, width) {
  /** @type {[number, number][]} */
  const taken = [];
  const labels = [];
  for (let at = groups.length - 1; at >= 0; at--) {
    const { flags, from, to } = groups[at];
    const others = groups.filter((_, i) => i !== at);
    const fits = words(flags).flatMap((text) => [false, true].map((left) => ({ text, left, box: boxOf(text, left ? from : to, left) }))).find(({ box: [a, b] }) =>
      a >= 0 && b <= width && !taken.some(([c, d]) => a < d && b > c) && !others.some((group) => a < group.to && b > group.from));
    if (!fits) return { labels, lost: at };
    taken.push(fits.box);
    labels.push({ x: flags[fits.left ? 0 : flags.length - 1].x, text: fits.text, left: fits.left });
  }
  return { labels, lost: -1 };
}

/** @param {string} text @param {number} at @param {boolean} left @returns {[number, number]} */
function boxOf(text, at, left) {
  const long = LETTER * text.length + GAP;
  return left ? [at - long, at] : [at, at + long];
}

/** All that was changed; which; or, of several, how many. @param {Flag[]} flags */
function words(flags) {
  const names = flags.flatMap(({ short }) => short.split(", "));
  return [flags.map(({ text }) => text).join(", "), ...(names.length < 3 ? [names.join(", ")] : []), ...(names.length > 1 ? [`${names.length} changes`] : [])];
}
