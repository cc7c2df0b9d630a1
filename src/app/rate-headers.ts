import type { RateLimit } from '../account/rate-limits.service.ts';

/** Rate-limit headers of answers, by the limit that their request was charged to. */
export class RateHeaders {
  readonly #left = new WeakMap<Request, RateLimit>();

  note(request: Request, left: RateLimit): void {
    this.#left.set(request, left);
  }

  /** Returns none for a request without an account. */
  of(request: Request): Readonly<Record<string, string>> {
    const left = this.#left.get(request);
    return left
      ? {
          'ratelimit-limit': String(left.limit),
          'ratelimit-remaining': String(left.remaining),
          'ratelimit-reset': String(Math.max(0, Math.ceil((left.resetAt.getTime() - Date.now()) / 1000))),
        }
      : {};
  }
}
