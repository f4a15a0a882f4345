/** The dark box beside a unit or a weight that says where its number comes from: put where it covers the fewest units. */
import { html, spoken } from "./letters.js";

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
   * @param {import("./net-layout.js").Plan} plan */
  function update(lines, at, plan) {
    tip.hidden = !lines;
    if (!lines) return void (stands = "");
    const said = lines.map(({ text, kind = "" }) => `<div class="${kind}">${html(text)}</div>`).join("");
    if (said !== known) tip.innerHTML = known = said;
    const where = `${at.x} ${at.y} ${plan.width} ${tip.childElementCount}`;
    if (where === stands) return; // while it plays it stays where it is
    stands = where;
    tip.style.maxWidth = `${Math.min(320, plan.width - 8)}px`;
    const { offsetWidth: width, offsetHeight: height } = tip;
    const within = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: Math.max(0, Math.min(plan.width - width, x)), y });
    const beside = Math.max(2, Math.min(plan.height - height - 4, at.y - height / 2));
    const places = [
      within(at.x - width / 2, at.y - at.r - AWAY - height),
      within(at.x - width / 2, at.y + at.r + AWAY),
      within(at.x + at.r + AWAY, beside),
      within(at.x - at.r - AWAY - width, beside),
    ];
    const cost = places.map(({ x, y }) => covered(plan, x, y, width, height, at) + (y < -40 ? 6 : 0) + (y + height > plan.height + 60 ? 4 : 0));
    const best = places[cost.indexOf(Math.min(...cost))];
    tip.style.transform = `translate(${Math.round(best.x)}px, ${Math.round(best.y)}px)`;
  }
  return { update };
}

/** How many units a box covers; what it is about counts much. @param {import("./net-layout.js").Plan} plan @param {number} x
 * @param {number} y @param {number} width @param {number} height @param {{x: number, y: number, r: number}} own */
function covered({ columns }, x, y, width, height, own) {
  let sum = x < own.x + own.r && x + width > own.x - own.r && y < own.y + own.r && y + height > own.y - own.r ? 20 : 0;
  for (const column of columns)
    for (const unit of column.ys)
      if (column.x + column.r > x && column.x - column.r < x + width && unit + column.r > y && unit - column.r < y + height) sum += Math.min(1, column.r / 20);
  return sum;
}

/** The same for a voice. @param {import("./net-words.js").Line[]} lines */
export function voiced(lines) {
  return lines.map(({ text }) => spoken(text)).join(". ");
}
