/** Size of a WebAssembly page. */
const pageBytes = 65_536;
/** The limit of 32-bit addresses: 4 GiB. */
const maxPages = 65_536;

/** Creates memory for kernels, of at least this many bytes, that can be shared with threads. */
export const memoryOf = (bytes: number): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / pageBytes)), maximum: maxPages, shared: true });

/** Grows the memory by this many bytes; returns the address of the new part. Throws RangeError beyond 4 GiB. */
export const growMemory = (memory: WebAssembly.Memory, bytes: number): number =>
  memory.grow(Math.ceil(bytes / pageBytes)) * pageBytes;
