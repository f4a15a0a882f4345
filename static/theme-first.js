/* The remembered choice of light or dark, before anything is painted. A classic script, since modules come too late. */
(() => {
  const root = document.documentElement;
  root.classList.add("live");
  if (root.dataset.theme === "light" || root.dataset.theme === "dark") return;
  try {
    const chosen = localStorage.getItem("unrolled-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // a sandboxed frame has no storage
  }
})();
