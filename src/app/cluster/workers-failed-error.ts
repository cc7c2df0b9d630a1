/** No worker could be started; the worker has logged why. */
export class WorkersFailedError extends Error {
  override readonly name = 'WorkersFailedError';
}
