/**
 * Returns a copy that keeps nothing else in memory: small buffers are slices of an 8 KB pool, and those taken from a reply retain all data that
 * arrived with it, up to 64 KB.
 */
export function ownBytes(bytes: Uint8Array): Buffer<ArrayBuffer> {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  own.set(bytes);
  return own;
}
