/** The start page: the labs' pictures, drawn from real descents that are computed here, and the address to embed. */
import * as theme from "./theme.js";

theme.listen(document.getElementById("theme"));

const origin = document.getElementById("origin");
if (origin) origin.textContent = new URL(".", location.href).href.replace(/\/$/, "");

const picture = /** @type {HTMLElement | null} */ (document.querySelector('[data-picture="descent"]'));
if (picture) {
  const { create } = await import("./home-descent.js");
  create(picture);
}
