/** The run is no more this attempt's: it was taken over, cancelled or deleted. Nothing may be written for it any more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor() {
    super('Another attempt has this run, or it has ended');
  }
}
