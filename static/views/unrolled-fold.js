/** From one box to many: the columns of the unrolled network come out of the folded one, and go back into it. */
const TIME = 480; // milliseconds
const EASE = "cubic-bezier(.2, .7, .2, 1)";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Resolves when they are there; at once where no motion is wanted.
 * @param {{x: number, parts: Element[]}[]} columns @param {number} from  where the folded box stands @param {boolean} out */
export async function slide(columns, from, out) {
  if (still.matches) return;
  const moves = columns.flatMap(({ x, parts }) => parts.map((part) => {
    const ends = [{ transform: `translateX(${from - x}px)`, opacity: 0 }, { transform: "none", opacity: 1 }];
    return part.animate(out ? ends : ends.reverse(), { duration: out ? TIME : TIME / 2, easing: EASE, fill: out ? "none" : "forwards" }).finished;
  }));
  await Promise.allSettled(moves);
}
