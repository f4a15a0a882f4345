/** A picture of 5 × 5 pixels, as small or large as its place. */
import { make, set } from "./svg.js";

export const SIDE = 5;

/** @param {string} [what]  it is */
export function picture(what = "picture") {
  const element = make("svg", { class: "rnn-pixels", viewBox: `-0.04 -0.04 ${SIDE + 0.08} ${SIDE + 0.08}`, role: "img" });
  make("path", { class: "lines", d: Array.from({ length: SIDE + 1 }, (_, i) => `M0 ${i}H${SIDE}M${i} 0V${SIDE}`).join("") }, element);
  const lit = make("path", { class: "lit" }, element);
  return {
    element,
    /** @param {ArrayLike<number>} pixels  row by row */
    show(pixels) {
      let path = "";
      const names = [];
      for (let i = 0; i < pixels.length; i++)
        if (pixels[i] > 0.5) {
          path += `M${i % SIDE} ${Math.floor(i / SIDE)}h1v1h-1z`;
          names.push(`row ${Math.floor(i / SIDE) + 1} column ${(i % SIDE) + 1}`);
        }
      set(lit, "d", path);
      set(element, "aria-label", `${what}: ${names.length ? names.join(", ") : "empty"}`);
    },
  };
}
