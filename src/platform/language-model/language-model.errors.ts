/**
 * A model that gave no whole answer. The message is told to who asked: it names the kind of the failure, nothing of what was asked or answered,
 * and not where the model is. That is for the log, in the cause.
 */
export class LanguageModelError extends Error {
  override readonly name = 'LanguageModelError';
  /** Whether the same request may succeed later: the endpoint is down, busy, slow, or broke off. */
  readonly mayPass: boolean;
  /** Whether it is about what was asked: of another request it says nothing. */
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

/** It began to answer. */
export const brokenOff = (reason: string): LanguageModelError =>
  new LanguageModelError(`The language model broke off: ${reason}`, { mayPass: true });
