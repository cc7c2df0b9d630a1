/** No worker could be started; it has said why. */
export class WorkersFailedError extends Error {
  override readonly name = 'WorkersFailedError';
}
