/** A line of words in a narrow place: in smaller letters where it then fits whole, else faded where it goes on. */

const LEAST = 12; // pixels: no smaller letters than these
const SHARE = 2 / 3; // of its usual size

/** @param {HTMLElement} place  that scrolls @param {HTMLElement} row  the line in it
 * @returns {() => void} to be called when the line may be another one, or its place */
export function whole(place, row) {
  let known = "";
  function edges() {
    const { scrollLeft, scrollWidth, clientWidth } = place;
    const left = getComputedStyle(place).direction === "rtl" ? scrollWidth - clientWidth + scrollLeft : scrollLeft;
    place.classList.toggle("from-left", left > 6);
    place.classList.toggle("to-right", left + clientWidth < scrollWidth - 6);
  }
  place.addEventListener("scroll", edges, { passive: true });
  return () => {
    const now = `${place.clientWidth} ${row.textContent}`;
    if (now !== known) {
      known = now;
      row.style.fontSize = "";
      const { paddingLeft, paddingRight } = getComputedStyle(place);
      const usual = parseFloat(getComputedStyle(row).fontSize);
      const fits = (usual * (place.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 1)) / (row.offsetWidth || 1);
      if (fits < usual && fits >= Math.max(LEAST, SHARE * usual)) row.style.fontSize = `${Math.floor(10 * fits) / 10}px`;
    }
    edges();
  };
}
