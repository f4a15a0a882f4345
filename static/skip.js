/** Links that skip: they move the focus and leave the address alone, which holds the run, as well as a frame's history. */

export function listen() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".skip"))) {
    const place = document.getElementById(link.hash.slice(1));
    link.hidden = place === null;
    link.addEventListener("click", (event) => {
      if (!place) return;
      event.preventDefault();
      place.focus();
      place.scrollIntoView({ block: "nearest" });
    });
  }
}
