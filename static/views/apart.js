/** Where names stand in a row, so that none touches the next: each as near as may be to what it names. */

const GAP = 12; // pixels between two names

/** @typedef {{at: number, width: number}} Name   at: the middle of what it names */

/** Their middles, from the left: all together as little displaced as can be (squared), by pooling neighbours that would touch.
 * @param {Name[]} names  in their order @param {number} low @param {number} high  none goes beyond @returns {number[]} */
export function apart(names, low, high) {
  const offsets = [0]; // each one's least distance to the first
  for (let i = 1; i < names.length; i++) offsets.push(offsets[i - 1] + (names[i - 1].width + names[i].width) / 2 + GAP);
  /** @type {{sum: number, many: number}[]} */
  const pools = [];
  names.forEach(({ at }, i) => {
    pools.push({ sum: at - offsets[i], many: 1 });
    for (let last = pools.length - 1; last > 0 && pools[last - 1].sum / pools[last - 1].many > pools[last].sum / pools[last].many; last--) {
      const { sum, many } = pools[last];
      pools[last - 1].sum += sum;
      pools[last - 1].many += many;
      pools.pop();
    }
  });
  const [first, last] = [names[0], names.length - 1];
  const least = low + first.width / 2;
  const most = high - names[last].width / 2 - offsets[last];
  return pools.flatMap(({ sum, many }) => Array(many).fill(Math.max(least, Math.min(most, sum / many)))).map((at, i) => at + offsets[i]);
}

/** How wide the last of some names may be, if all are to have room. @param {number[]} others  their widths @param {number} room */
export function roomBeside(others, room) {
  return room - others.reduce((so, width) => so + width + GAP, 0);
}
