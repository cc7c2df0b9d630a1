/** Why a stream of events ended before its end. */
export type StreamEnd = 'GONE' | 'SUBSCRIBER_TOO_SLOW' | 'UNAUTHENTICATED';

/** Ends a subscription; its code is what clients are told. */
export class StreamEndedError extends Error {
  override readonly name = 'StreamEndedError';
  readonly code: StreamEnd;

  constructor(code: StreamEnd, message: string) {
    super(message);
    this.code = code;
  }
}

export const gone = () => new StreamEndedError('GONE', 'What this stream was about has been deleted');

export const tooSlow = () =>
  new StreamEndedError('SUBSCRIBER_TOO_SLOW', 'Events came faster than they were taken; resume after your last cursor');

export const idle = () =>
  new StreamEndedError(
    'SUBSCRIBER_TOO_SLOW',
    'Events waited and none was taken for too long; resume after your last cursor',
  );

export const unauthenticated = (message: string) => new StreamEndedError('UNAUTHENTICATED', message);
