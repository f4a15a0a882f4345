// The API's documentation: Swagger's own interface over this server's OpenAPI document.

/** @type {any} */
const { SwaggerUIBundle } = window;
const place = /** @type {HTMLElement} */ (document.getElementById("docs"));

SwaggerUIBundle({ url: place.dataset.openapi, domNode: place, validatorUrl: null });
