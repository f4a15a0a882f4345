/**
 * The source text that puts a run into a page, for each tool with which course pages are made. Where a tool prints, the
 * run's poster stands in its place.
 *
 * @typedef {object} Wanted
 * @property {string} address  of the page for a frame
 * @property {string} poster   of its picture
 * @property {string} title
 * @property {number} height   in pixels
 * @property {boolean} fitted  whether a script makes the frame as high as it needs to be
 *
 * @typedef {object} Format
 * @property {string} name
 * @property {string} label
 * @property {string} note     where the text goes
 * @property {boolean} sized   whether a height means anything in it
 * @property {boolean} fits    whether a script can be part of it
 * @property {(wanted: Wanted) => string} write
 */

/** Its scripts, and tabs of their own for "Open the lab"; no more. */
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/** @type {Format[]} */
export const FORMATS = [
  {
    name: "html", label: "HTML", sized: true, fits: true,
    note: "For Moodle, Canvas, WordPress and any page whose HTML you may edit.",
    write: framed,
  },
  {
    name: "myst", label: "MyST", sized: false, fits: false,
    note: "For MyST Markdown and Jupyter Book 2. In a PDF the picture stands in its place.",
    write: ({ address, poster, title }) => `:::{iframe} ${address}\n:width: 100%\n:placeholder: ${poster}\n${title}\n:::`,
  },
  {
    name: "jupyter-book", label: "Jupyter Book 1", sized: true, fits: true,
    note: "For Jupyter Book 1 and MyST under Sphinx. In a PDF the picture stands in its place.",
    write: (wanted) => [
      `\`\`\`{raw} html\n${framed(wanted)}\n\`\`\``,
      `\`\`\`\`{only} not html\n\`\`\`{image} ${wanted.poster}\n:alt: ${wanted.title}\n:target: ${wanted.address}\n\`\`\`\n\`\`\`\``,
    ].join("\n\n"),
  },
  {
    name: "quarto", label: "Quarto", sized: true, fits: true,
    note: "For Quarto’s books, sites and slides. In a PDF the picture stands in its place.",
    write: (wanted) => [
      `::: {.content-visible when-format="html:js"}\n\`\`\`{=html}\n${framed(wanted)}\n\`\`\`\n:::`,
      `::: {.content-visible unless-format="html:js"}\n[![${bracketed(wanted.title)}](${wanted.poster})](${wanted.address})\n:::`,
    ].join("\n\n"),
  },
  {
    name: "sphinx", label: "Sphinx", sized: true, fits: true,
    note: "For reStructuredText. In a PDF the picture stands in its place.",
    write: (wanted) => [
      `.. raw:: html\n\n${indented(framed(wanted), 3)}`,
      `.. only:: not html\n\n   .. image:: ${wanted.poster}\n      :alt: ${wanted.title}\n      :target: ${wanted.address}`,
    ].join("\n\n"),
  },
  {
    name: "reveal", label: "reveal.js", sized: true, fits: false,
    note: "One slide. The frame is loaded when the slide is shown; in print the picture stands in its place.",
    write: ({ address, poster, title, height }) => [
      "<section>",
      "  <style>",
      "    .unrolled img { display: none }",
      "    @media print { .unrolled iframe { display: none } .unrolled img { display: block } }",
      "  </style>",
      '  <div class="unrolled">',
      `    <iframe data-src="${quoted(address)}"\n            sandbox="${SANDBOX}" title="${quoted(title)}"\n            width="100%" height="${height}" style="border: 0; max-width: none; max-height: none"></iframe>`,
      `    <img src="${quoted(poster)}" alt="${quoted(title)}">`,
      "  </div>",
      "</section>",
    ].join("\n"),
  },
  {
    name: "address", label: "Address", sized: false, fits: false,
    note: "Course systems that speak oEmbed make a frame of it by themselves.",
    write: ({ address }) => address,
  },
];

/** A frame, with or without the script that makes it fit. @param {Wanted} wanted */
function framed({ address, title, height, fitted }) {
  const frame = `<iframe src="${quoted(address)}"\n        sandbox="${SANDBOX}" title="${quoted(title)}"\n        width="100%" height="${height}" loading="lazy" style="border: 0"></iframe>`;
  return fitted ? `${frame}\n${FITTING}` : frame;
}

/** Without empty lines, which would end raw HTML in some dialects of Markdown. */
const FITTING = `<script>
  addEventListener("message", ({ data, source }) => {
    if (data?.source !== "unrolled" || data.type !== "height") return;
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source) frame.style.height = \`\${data.height}px\`;
  });
</script>`;

/** As the value of an attribute. @param {string} text */
function quoted(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** As words in brackets. @param {string} text */
function bracketed(text) {
  return text.replace(/[[\]\\]/g, "\\$&");
}

/** @param {string} text @param {number} by */
function indented(text, by) {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}
