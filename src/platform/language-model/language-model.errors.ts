/** Kinds of failure, as callers of the API see them. */
export type ModelFailure = 'MODEL_UNAVAILABLE' | 'MODEL_RATE_LIMITED' | 'MODEL_REFUSED' | 'NO_ANSWER' | 'TOOL_LIMIT';

interface Failure extends ErrorOptions {
  readonly mayPass: boolean;
  readonly kind?: ModelFailure;
  readonly isOfRequest?: boolean;
  readonly isToWait?: boolean;
}

/**
 * A model returned no complete response. The message is shown to the user: it names the kind of failure, and nothing of the
 * request, the response or the model's address. Those are in the cause, for the log.
 */
export class LanguageModelError extends Error {
  override readonly name = 'LanguageModelError';
  /** Whether a retry may succeed later: the endpoint is down, busy or slow, or the response broke off. */
  readonly mayPass: boolean;
  readonly kind: ModelFailure;
  /** Whether the request is at fault, so that it says nothing about others. */
  readonly isOfRequest: boolean;
  /** Whether the endpoint asks for a longer wait than one waits for it: a retry before is in vain. */
  readonly isToWait: boolean;

  constructor(
    message: string,
    { mayPass, kind = 'MODEL_UNAVAILABLE', isOfRequest = false, isToWait = false, ...options }: Failure,
  ) {
    super(message, options);
    this.mayPass = mayPass;
    this.kind = kind;
    this.isOfRequest = isOfRequest;
    this.isToWait = isToWait;
  }
}

/** For failures after the response began. */
export const brokenOff = (reason: string): LanguageModelError =>
  new LanguageModelError(`The language model broke off: ${reason}`, { mayPass: true });
