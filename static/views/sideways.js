/** What scrolls sideways can be scrolled by keyboard too: it is a stop of the Tab key while it is wider than its place. */

/** @param {HTMLElement} element @param {string} name */
export function sideways(element, name) {
  const check = () => {
    const wider = element.scrollWidth > element.clientWidth + 1;
    if (wider === element.hasAttribute("tabindex")) return;
    if (wider) {
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", name);
    } else for (const mark of ["tabindex", "role", "aria-label"]) element.removeAttribute(mark);
  };
  const observer = new ResizeObserver(check);
  observer.observe(element);
  for (const child of element.children) observer.observe(child);
}
