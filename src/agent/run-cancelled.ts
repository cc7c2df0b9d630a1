/** Somebody has asked to cancel the run, so it ends without an answer: nothing more may be written for it. */
export class RunCancelledError extends Error {
  override readonly name = 'RunCancelledError';

  constructor() {
    super('The run was cancelled');
  }
}
