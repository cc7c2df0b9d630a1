import { setTimeout as delay } from 'node:timers/promises';
import { backOffMs, longestWaitMs, retryAfterMs } from '../retry-after.ts';
import { boundedAnswer } from './bounded-answer.ts';
import { LanguageModelError } from './language-model.errors.ts';

export interface Patience {
  /** Requests in all. */
  readonly attempts: number;
  /** How long to wait before the second attempt; twice as long before each further one. */
  readonly backOffMs: number;
  /** Longest that an endpoint may take to begin its answer. */
  readonly timeoutMs: number;
}

/**
 * `fetch` that tries again where the endpoint is down or busy, waits as long as `Retry-After` says, and answers only what succeeded,
 * within bounds. It throws LanguageModelError otherwise, and where the endpoint does not begin: that was waited for long enough.
 */
export function patientFetch(patience: Patience): typeof fetch {
  return async (input, init) => {
    const given = init?.signal ?? null;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(input, init, given, patience.timeoutMs);
      if (answer instanceof Response) return answer;
      const waitMs = answer.waitMs ?? backOffMs(patience.backOffMs, attempt);
      if (!answer.error.mayPass || attempt >= patience.attempts || waitMs > longestWaitMs) throw answer.error;
      await delay(waitMs, undefined, given ? { signal: given } : {}).catch(() => given?.throwIfAborted());
    }
  };
}

interface Failed {
  readonly error: LanguageModelError;
  readonly waitMs: number | null;
}

async function once(
  input: string | URL | Request,
  init: RequestInit | undefined,
  given: AbortSignal | null,
  timeoutMs: number,
): Promise<Response | Failed> {
  // Cleared once the answer has begun: what follows has a bound of its own.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    const signal = given ? AbortSignal.any([given, late.signal]) : late.signal;
    // What is sent is meant for this endpoint alone: no redirect is followed.
    const response = await fetch(input, { ...init, redirect: 'manual', signal });
    if (response.ok && !isPage(response)) return boundedAnswer(response);
    await response.body?.cancel();
    return response.ok ? { error: noModel(), waitMs: null } : refused(response);
  } catch (error) {
    given?.throwIfAborted();
    if (late.signal.aborted) throw unanswered(`it took more than ${timeoutMs} ms to begin`, error);
    return { error: unanswered('it cannot be reached', error), waitMs: null };
  } finally {
    clearTimeout(timer);
  }
}

const unanswered = (reason: string, cause: unknown): LanguageModelError =>
  new LanguageModelError(`The language model does not answer: ${reason}`, { mayPass: true, cause });

const isPage = ({ headers }: Response): boolean => headers.get('content-type')?.startsWith('text/html') ?? false;

const noModel = (): LanguageModelError =>
  new LanguageModelError(
    'The language model answers with a web page: its base URL is to be what stands before /chat/completions',
    { mayPass: false },
  );

/** The body of a refusal may repeat texts and keys: it is not read. */
function refused({ status, headers }: Response): Failed {
  const mayPass = status === 408 || status === 409 || status === 429 || status >= 500;
  const error = new LanguageModelError(`The language model answers status ${status}`, {
    mayPass,
    isOfRequest: [400, 413, 422].includes(status),
  });
  return { error, waitMs: retryAfterMs(headers.get('retry-after'), Date.now()) };
}
