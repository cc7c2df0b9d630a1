/**
 * A copy that keeps nothing else in memory: small buffers are slices of one of 8 KB, and those out of a reply hold all that came
 * with it, up to 64 KB.
 */
export function ownBytes(bytes: Uint8Array): Buffer<ArrayBuffer> {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  own.set(bytes);
  return own;
}
