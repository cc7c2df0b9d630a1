import { type FailedAttempt, longestWaitMs, type Patience, retryAfterMs, tryAgainLater } from '../retry-after.ts';
import { boundedAnswer } from './bounded-answer.ts';
import { LanguageModelError, type ModelFailure } from './language-model.errors.ts';
import { saidOnRefusal } from './said-on-refusal.ts';

interface FetchPatience extends Pick<Patience, 'attempts' | 'backOffMs'> {
  /** Maximum time until an endpoint begins its response. */
  readonly timeoutMs: number;
  /** Returns what is asked before the request of a signal is repeated. */
  readonly mayRepeat: (signal: AbortSignal) => Patience['mayRepeat'];
}

/**
 * `fetch` that retries if the endpoint is down or busy, respects `Retry-After`, and returns only successful responses, bounded in
 * size. Throws LanguageModelError otherwise, and without a retry if the response does not begin in time.
 */
export function patientFetch({ timeoutMs, mayRepeat, ...patience }: FetchPatience): typeof fetch {
  return async (input, init) => {
    const given = init?.signal ?? null;
    const bounds = { ...patience, longestWaitMs, mayRepeat: given ? mayRepeat(given) : undefined };
    try {
      return await tryAgainLater(bounds, () => once(input, init, given, timeoutMs), given);
    } catch (error) {
      given?.throwIfAborted();
      throw error;
    }
  };
}

async function once(
  input: string | URL | Request,
  init: RequestInit | undefined,
  given: AbortSignal | null,
  timeoutMs: number,
): Promise<{ readonly brought: Response } | FailedAttempt> {
  // Cleared once the response has begun: the rest has its own time limit.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    const signal = given ? AbortSignal.any([given, late.signal]) : late.signal;
    // The request is meant only for this endpoint, so redirects are not followed.
    const response = await fetch(input, { ...init, redirect: 'manual', signal });
    if (response.ok && !isPage(response)) return { brought: boundedAnswer(response) };
    if (!response.ok) return refused(response, await saidOnRefusal(response, init));
    await response.body?.cancel();
    return failed(noModel());
  } catch (error) {
    given?.throwIfAborted();
    if (late.signal.aborted) throw unanswered(`it took more than ${timeoutMs} ms to begin`, error);
    return failed(unanswered('it cannot be reached', error));
  } finally {
    clearTimeout(timer);
  }
}

const failed = (error: LanguageModelError, waitMs: number | null = null): FailedAttempt => ({
  error,
  mayPass: error.mayPass,
  waitMs,
});

const unanswered = (reason: string, cause: unknown): LanguageModelError =>
  new LanguageModelError(`The language model does not answer: ${reason}`, { mayPass: true, cause });

const isPage = ({ headers }: Response): boolean => headers.get('content-type')?.startsWith('text/html') ?? false;

const noModel = (): LanguageModelError =>
  new LanguageModelError(
    'The language model answers with a web page: its base URL is to be what stands before /chat/completions',
    { mayPass: false, kind: 'MODEL_REFUSED' },
  );

/** What the endpoint says goes into the log only: it may repeat texts and keys. */
function refused({ status, headers }: Response, said: string | null): FailedAttempt {
  const mayPass = status === 408 || status === 409 || status === 429 || status >= 500;
  const waitMs = retryAfterMs(headers.get('retry-after'), Date.now());
  const isToWait = mayPass && waitMs !== null && waitMs > longestWaitMs;
  const wait = isToWait ? `; it asks to wait for ${Math.ceil(waitMs / 1_000)} s` : '';
  const error = new LanguageModelError(`The language model answers status ${status}${wait}`, {
    mayPass,
    kind: kindOf(status, mayPass),
    isOfRequest: [400, 413, 422].includes(status),
    isToWait,
    ...(said !== null && { cause: new Error(said) }),
  });
  return failed(error, waitMs);
}

const kindOf = (status: number, mayPass: boolean): ModelFailure =>
  status === 429 ? 'MODEL_RATE_LIMITED' : mayPass ? 'MODEL_UNAVAILABLE' : 'MODEL_REFUSED';
