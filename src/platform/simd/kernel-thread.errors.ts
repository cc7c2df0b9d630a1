/** A worker thread that runs a kernel was lost or could not be started. */
export class KernelThreadError extends Error {
  override readonly name = 'KernelThreadError';
}
