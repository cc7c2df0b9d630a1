/**
 * A model returned no complete response. The message is shown to the user: it names the kind of failure, and nothing of the
 * request, the response or the model's address. Those are in the cause, for the log.
 */
export class LanguageModelError extends Error {
  override readonly name = 'LanguageModelError';
  /** Whether a retry may succeed later: the endpoint is down, busy or slow, or the response broke off. */
  readonly mayPass: boolean;
  /** Whether the request is at fault, so that it says nothing about others. */
  readonly isOfRequest: boolean;

  constructor(
    message: string,
    {
      mayPass,
      isOfRequest = false,
      ...options
    }: ErrorOptions & { readonly mayPass: boolean; readonly isOfRequest?: boolean },
  ) {
    super(message, options);
    this.mayPass = mayPass;
    this.isOfRequest = isOfRequest;
  }
}

/** For failures after the response began. */
export const brokenOff = (reason: string): LanguageModelError =>
  new LanguageModelError(`The language model broke off: ${reason}`, { mayPass: true });
