/**
 * Bytes to frames, texts to messages: the browser's mirror of app/protocol.py, with one error for each way to be wrong.
 *
 * A frame is a little-endian uint32 header length, a JSON header padded with spaces to a multiple of 4, and then
 * the arrays that the header names, in its order, as little-endian float32.
 *
 * @typedef {import("./types.js").Block} Block
 * @typedef {import("./types.js").Status} Status
 *
 * @typedef {object} WireFrame
 * @property {"frame"} type
 * @property {number} frame           counts from 1 in each connection
 * @property {number} history
 * @property {number} step
 * @property {number} end
 * @property {number} from            the update to which the first loss belongs
 * @property {Status} status
 * @property {Record<string, number | null>} scalars
 * @property {Map<string, Block>} arrays
 *
 * @typedef {{type: string, [field: string]: any}} Message
 */

export const VERSION = 1;

/** What the server may say in words; anything else is a mistake worth knowing about. */
const SPOKEN = new Set(["welcome", "changed", "status", "moved", "error"]);

/** The stream did not keep to the protocol; `code` says in which way. */
export class ProtocolError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = "ProtocolError";
    this.code = code;
  }
}

/** @param {ArrayBuffer} buffer @returns {WireFrame} */
export function decode(buffer) {
  if (buffer.byteLength < 4)
    throw new ProtocolError("short", `A frame has at least 4 bytes, this one has ${buffer.byteLength}.`);
  const length = new DataView(buffer).getUint32(0, true);
  if (length % 4)
    throw new ProtocolError("padding", `A frame's header is padded to a multiple of 4 bytes, this one has ${length}.`);
  if (4 + length > buffer.byteLength)
    throw new ProtocolError("header", `The header claims ${length} bytes, only ${buffer.byteLength - 4} follow.`);
  const header = parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  if (header.type !== "frame")
    throw new ProtocolError("type", `Binary messages are frames, this one is “${header.type}”.`);
  for (const field of ["frame", "history", "step", "end", "from"])
    if (!Number.isInteger(header[field]) || header[field] < 0)
      throw new ProtocolError("field", `A frame's ${field} is a whole number, not ${JSON.stringify(header[field])}.`);
  if (!Array.isArray(header.arrays)) throw new ProtocolError("arrays", "A frame's header lists its arrays.");

  let offset = 4 + length;
  /** @type {Map<string, Block>} */
  const arrays = new Map();
  for (const { name, shape } of header.arrays) {
    if (typeof name !== "string" || !Array.isArray(shape) || !shape.every((n) => Number.isInteger(n) && n >= 0))
      throw new ProtocolError("shape", `An array has a name and a shape of whole numbers, not ${JSON.stringify({ name, shape })}.`);
    const count = shape.reduce((product, n) => product * n, 1);
    if (offset + 4 * count > buffer.byteLength)
      throw new ProtocolError("truncated", `${name} needs ${4 * count} bytes, ${buffer.byteLength - offset} are left.`);
    arrays.set(name, { shape, data: floats(buffer, offset, count) });
    offset += 4 * count;
  }
  if (offset !== buffer.byteLength)
    throw new ProtocolError("surplus", `${buffer.byteLength - offset} bytes follow the last array.`);
  return /** @type {WireFrame} */ ({ ...header, scalars: header.scalars ?? {}, arrays });
}

/** @param {string} text @returns {Message} */
export function read(text) {
  const message = parse(text);
  if (!SPOKEN.has(message.type)) throw new ProtocolError("unknown", `The server said “${message.type}”, which this page does not know.`);
  return message;
}

/** @param {string} text @returns {any} */
function parse(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtocolError("json", "A header or message is JSON; this one cannot be parsed.");
  }
  if (value === null || typeof value !== "object" || typeof value.type !== "string")
    throw new ProtocolError("json", "A header or message is an object with a type.");
  return value;
}

const LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** A view into the message where the machine's byte order allows it, a copy elsewhere.
 * @param {ArrayBuffer} buffer @param {number} offset @param {number} count */
function floats(buffer, offset, count) {
  if (LITTLE) return new Float32Array(buffer, offset, count);
  const bytes = new DataView(buffer);
  return Float32Array.from({ length: count }, (_, i) => bytes.getFloat32(offset + 4 * i, true));
}
