/** Hierarchical softmax: yes or no at each fork of the way to the wanted word, and the tree in which this way is. */
import * as link from "../link.js";
import { put } from "../written.js";
import { way } from "./word-sums.js";
import * as tree from "./word-tree.js";

/** @param {HTMLElement} element @param {HTMLElement} picture  for the tree @returns {(net: import("./word-net.js").WordNet, children: ArrayLike<number> | undefined) => void} */
export function create(element, picture) {
  element.innerHTML = `<div class="shelf"><table class="plain word-table"><caption class="visually-hidden">The forks on the way to the wanted word</caption><thead><tr><th scope="col">node</th><th scope="col" class="r">score <var>u</var></th><th scope="col" class="r">σ(<var>u</var>): right</th><th scope="col" class="turn">turn</th><th scope="col" class="r">share</th></tr></thead><tbody></tbody></table></div><p class="word-loss"></p>`;
  const body = /** @type {HTMLElement} */ (element.querySelector("tbody"));
  const shelf = /** @type {HTMLElement} */ (element.querySelector(".shelf"));
  const said = /** @type {HTMLElement} */ (element.querySelector(".word-loss"));
  const draw = tree.create(picture);
  let known = "";

  return (net, children) => {
    if (children) shelf.style.setProperty("--rows", String(tree.deepest(children, net.V) + 1)); // whichever word comes next
    const nodes = net.way.map(([node]) => node);
    const { rows, p, loss } = way(nodes.map((node) => net.scores[node]), net.way.map(([, turn]) => turn));
    const markup = rows.map(({ u, s, share }, k) => `<tr data-link="node-${nodes[k]}"><th scope="row">${nodes[k] + 1}${k ? "" : " <small>the root</small>"}</th><td class="r">${u.text}</td><td class="r">${s.text}</td><td class="turn">${net.way[k][1] ? "right" : "left"}</td><td class="r">${share.text}</td></tr>`).join("");
    if (markup !== known) {
      known = markup;
      body.innerHTML = markup;
      link.refresh();
    }
    const text = `<var>p</var> = ${rows.map(({ share }) => share.text).join(" · ")} ≈ ${p.text}<br>loss of this pair −ln ${p.text} ≈ <b>${loss.text}</b><span class="rule">left counts 1 − σ(<var>u</var>)</span>`;
    put(said, text);
    if (children) draw(children, net.words, net.way, net.wanted);
  };
}
