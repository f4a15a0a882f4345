"""A listener at the browser's own doors: what a page sends, hears and is given through its WebSockets.

The pages' modules keep to themselves, so a test cannot ask them. This is installed before a page's first script,
and fills `window.recorded`: streams (addresses), sent and heard (messages), losses (blocks), arrays (the newest), picture (its step).
"""

RECORDER = r"""
(() => {
  if (window.recorded) return;
  const recorded = (window.recorded = { streams: [], sent: [], losses: [], heard: [], arrays: {} });
  const take = (buffer) => {
    const length = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    let at = 4 + length;
    for (const { name, shape } of header.arrays) {
      const count = shape.reduce((product, n) => product * n, 1);
      recorded.arrays[name] = [...new Float32Array(buffer, at, count)];
      at += 4 * count;
    }
    const { history, from, scalars } = header;
    recorded.picture = scalars.picture;
    if (recorded.arrays.loss.length) recorded.losses.push({ history, from, values: recorded.arrays.loss });
  };
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...options) {
      super(...options);
      recorded.streams.push(this.url);
      this.addEventListener("message", ({ data }) => {
        if (data instanceof ArrayBuffer) take(data);
        else recorded.heard.push(JSON.parse(data));
      });
    }
    send(text) {
      recorded.sent.push({ at: performance.now(), ...JSON.parse(text) });
      super.send(text);
    }
  };
})();
"""
