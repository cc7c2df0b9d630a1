/** Of WebAssembly. */
const pageBytes = 65_536;
/** All that 32-bit addresses reach: 4 GiB. */
const maxPages = 65_536;

/** Memory for kernels, with room for so many bytes, that threads can share. */
export const memoryOf = (bytes: number): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / pageBytes)), maximum: maxPages, shared: true });

/** Makes room for so many bytes more; answers where it begins. Throws a RangeError where 4 GiB do not hold them. */
export const growMemory = (memory: WebAssembly.Memory, bytes: number): number =>
  memory.grow(Math.ceil(bytes / pageBytes)) * pageBytes;
