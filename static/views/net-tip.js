/** The dark box beside a unit or a weight that says where its number comes from: put where it covers the fewest units. */
import { escaped } from "./columns.js";
import { html, spoken } from "./letters.js";
import { CHIP } from "./net-layout.js";

const AWAY = 10; // pixels from what it is about

/** @param {HTMLElement} element  the picture around it */
export function createTip(element) {
  const tip = document.createElement("div");
  tip.className = "tip sum";
  tip.hidden = true;
  element.append(tip);
  let known = "";
  let stands = "";

  /** @param {import("./net-words.js").Line[] | null} lines @param {{x: number, y: number, r: number}} at
   * @param {import("./net-layout.js").Plan} plan @param {[number, number][]} numbers  what it should not cover either */
  function update(lines, at, plan, numbers) {
    tip.hidden = !lines;
    if (!lines) return void (stands = "");
    const said = lines.map(({ text, kind = "", name = "" }) => `<div class="${kind}">${escaped(name)}${html(text)}</div>`).join("");
    if (said !== known) tip.innerHTML = known = said;
    const where = `${at.x} ${at.y} ${plan.width} ${tip.childElementCount}`;
    if (where === stands) return; // while it plays it stays where it is
    stands = where;
    tip.style.maxWidth = `${Math.min(320, plan.width - 8)}px`;
    const { offsetWidth: width, offsetHeight: height } = tip;
    const clamped = (/** @type {number} */ value, /** @type {number} */ most, least = 0) => Math.max(least, Math.min(most, value));
    const xs = [at.x - width / 2, at.x + at.r + AWAY, at.x - at.r - AWAY - width, 0, plan.width];
    const ys = [at.y - at.r - AWAY - height, at.y + at.r + AWAY, at.y - height / 2, -10, plan.height];
    let best = { x: 0, y: 0, cost: Infinity };
    for (const wantedX of xs)
      for (const wantedY of ys) {
        const [x, y] = [clamped(wantedX, plan.width - width), clamped(wantedY, Math.max(0, plan.height - height), -10)];
        const far = Math.hypot(Math.max(0, x - at.x, at.x - x - width), Math.max(0, y - at.y, at.y - y - height));
        const cost = covered(plan, { x, y, width, height }, at, numbers) + far / 150;
        if (cost < best.cost) best = { x, y, cost };
      }
    tip.style.transform = `translate(${Math.round(best.x)}px, ${Math.round(best.y)}px)`;
  }
  return { update };
}

/** How many units a box covers, and numbers; what it is about counts much.
 * @param {import("./net-layout.js").Plan} plan @param {{x: number, y: number, width: number, height: number}} box
 * @param {{x: number, y: number, r: number}} own @param {[number, number][]} numbers */
function covered({ columns }, { x, y, width, height }, own, numbers) {
  const covers = (/** @type {number} */ cx, /** @type {number} */ cy, /** @type {number} */ rx, /** @type {number} */ ry) => cx + rx > x && cx - rx < x + width && cy + ry > y && cy - ry < y + height;
  let sum = covers(own.x, own.y, own.r, own.r) ? 20 : 0;
  for (const column of columns) for (const unit of column.ys) if (covers(column.x, unit, column.r, column.r)) sum += Math.min(1, column.r / 20);
  for (const [cx, cy] of numbers) if (covers(cx, cy, CHIP.width / 2, CHIP.height / 2)) sum += 2;
  return sum;
}

/** The same for a voice. @param {import("./net-words.js").Line[]} lines */
export function voiced(lines) {
  return lines.map(({ text, name = "" }) => name + spoken(text)).join(". ");
}
