/** The attempt no longer has the run: it was taken over, has ended or was deleted. Nothing more may be written for it. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor() {
    super('Another attempt has this run, or it has ended');
  }
}
