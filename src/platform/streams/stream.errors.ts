/** Ends a subscription. Clients get its code. */
export class StreamEndedError extends Error {
  override readonly name = 'StreamEndedError';
  readonly code: 'GONE' | 'SUBSCRIBER_TOO_SLOW';

  constructor(code: StreamEndedError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export const gone = () =>
  new StreamEndedError('GONE', 'The subject of this stream was deleted, or is not visible to you any more');

export const tooSlow = () =>
  new StreamEndedError(
    'SUBSCRIBER_TOO_SLOW',
    'Events came faster than they were read: subscribe again after the last cursor',
  );
