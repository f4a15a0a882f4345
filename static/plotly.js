/** Plotly, when a picture needs it: the page's own script if that is on its way, or fetched here, once. */

const there = () => /** @type {any} */ (globalThis).Plotly;
/** @type {Promise<any> | null} */
let coming = null;

/** @param {string} address of its script @returns {Promise<any>} refused where it does not come; another call tries again */
export function plotly(address) {
  coming ??= fetched(address).catch((fault) => {
    coming = null;
    throw fault;
  });
  return coming;
}

/** @param {string} address */
async function fetched(address) {
  if (!there() && document.getElementById("plotly") && document.readyState !== "complete")
    await new Promise((done) => addEventListener("load", done, { once: true }));
  if (!there()) await new Promise((done, fail) => {
    const script = document.createElement("script");
    const ended = (/** @type {() => void} */ then) => () => {
      script.remove();
      then();
    };
    Object.assign(script, { src: address, onload: ended(() => done(null)), onerror: ended(() => fail(new Error(`${address} did not come`))) });
    document.head.append(script);
  });
  if (!there()) throw new Error(`${address} is not Plotly`);
  return there();
}
