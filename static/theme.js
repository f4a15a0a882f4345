/**
 * Light or dark: as the system says, until the reader says otherwise. Tells `themechange` on the document, since a
 * canvas has to be drawn again. (theme-first.js, before the page is painted, puts the remembered choice in place.)
 */

const NAME = "unrolled-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light" | "dark"} */
export function theme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

/** @param {HTMLElement | null} button */
export function listen(button) {
  const tell = () => {
    button?.setAttribute("aria-label", theme() === "dark" ? "Switch to light" : "Switch to dark");
    button?.setAttribute("title", button.getAttribute("aria-label") ?? "");
    document.dispatchEvent(new CustomEvent("themechange", { detail: { theme: theme() } }));
  };
  button?.addEventListener("click", () => {
    document.documentElement.dataset.theme = theme() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(NAME, theme());
    } catch {
      // a sandboxed frame has no storage; the choice then lasts as long as the page
    }
    tell();
  });
  dark.addEventListener("change", tell);
  tell();
}
