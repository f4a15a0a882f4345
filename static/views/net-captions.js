/** What inputs and outputs are called in the student's table, beside their letters, and each input in the table's own units. */
import { num, plain } from "../format.js";
import { withheld } from "../withheld.js";
import { say } from "../written.js";
import { columnsOf } from "./columns.js";
import { linkName } from "./net.js";
import { make, set } from "./svg.js";

const ROOM = 17; // pixels between two units for a line of words
const LONGEST = 11; // letters of a name

/** @param {SVGSVGElement} svg @param {import("./net-layout.js").Plan} plan */
export function createCaptions(svg, plan) {
  const [first, last] = [plan.columns[0], plan.columns[plan.columns.length - 1]];
  const fits = ({ pitch, r, ys } = first) => ys.length === 1 || pitch - 2 * r >= ROOM;
  const below = fits(first) ? first.ys.map((y) => make("text", { x: first.x - first.r, y: y + first.r + 13, class: "caption" }, svg)) : [];
  const above = !plan.narrow && fits(last) ? last.ys.map((y) => make("text", { y: y - 16, class: "caption" }, svg)) : [];

  /** @param {import("../types.js").Frame} frame @param {import("./net.js").Net} net */
  function update(frame, net) {
    const { full, scaled, told, target, classes, toldY } = columnsOf(frame);
    const many = net.sizes[net.top - 1];
    below.forEach((place, j) => say(place, full[j] ? short(full[j]) + (scaled ? ` ${plain(told(j, net.x(net.focusRow, j)))}` : "") : ""));
    const wanted = (/** @type {number} */ j) => many > 1 && net.focus >= 0 && net.y(net.focusRow, j) === 1;
    above.forEach((place, j) => {
      const number = full.length > 0 && many === 1 && !classes.length;
      const told = () => (withheld(linkName("yhat", net.focusRow, j)) ? "?" : num(toldY(net.a(net.top, net.focusRow, j)), 4));
      say(place, number ? short(target) + (scaled ? ` ${told()}` : "") : many > 1 ? short(classes[j] ?? "") : "");
      set(place, "class", number ? "caption said" : wanted(j) ? "caption strong" : "caption");
      set(place, "x", last.x + last.r + (number ? 112 : 45));
    });
  }
  return { update };
}

/** @param {string} name */
function short(name) {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("").trimEnd()}…` : name;
}
