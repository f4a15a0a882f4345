/** The probabilities of all classes as bars: the one that is said in bold, the right one framed and named. */
import { say } from "../written.js";
import { brief, likeliest } from "./rnn-task-said.js";
import { visible } from "./symbols.js";

const FEW = 6; // classes, each with a line of its own; more stand upright

/** @param {HTMLElement} place */
export function create(place) {
  const list = document.createElement("ul");
  list.className = "rnn-bars";
  place.append(list);
  let made = "";
  /** @type {{item: HTMLElement, name: HTMLElement, bar: HTMLElement, p: HTMLElement, right: HTMLElement}[]} */
  let items = [];
  /** @param {string[]} classes @param {ArrayLike<number>} p @param {number} wanted  −1: nobody knows @param {number} t */
  return (classes, p, wanted, t) => {
    const key = classes.join("\n");
    if (key !== made) {
      made = key;
      items = classes.map((one) => {
        const item = document.createElement("li");
        const [name, bar, p, right] = ["span", "i", "span", "em"].map((kind) => document.createElement(kind));
        name.textContent = visible(one);
        name.className = "name";
        p.className = "p";
        item.append(name, bar, p, right);
        return { item, name, bar, p, right };
      });
      list.replaceChildren(...items.map(({ item }) => item));
      list.classList.toggle("upright", classes.length > FEW);
    }
    const best = likeliest(p);
    items.forEach(({ item, bar, p: share, right }, k) => {
      item.className = `${k === best ? "said" : ""} ${k === wanted ? "right" : ""}`;
      item.dataset.link = `y-${t}-${k}`;
      bar.style.setProperty("--c", Number.isFinite(p[k]) ? p[k].toFixed(3) : "0");
      say(share, brief(p[k]));
      say(right, k === wanted ? "right" : "");
    });
  };
}
