/** A thread that computes beside the event loop was lost, or could not be started. */
export class KernelThreadError extends Error {
  override readonly name = 'KernelThreadError';
}
