import type { RateLimit } from '../account/rate-limits.service.ts';

/** What the headers of an answer say of the limit that its request was counted against. */
export class RateHeaders {
  readonly #left = new WeakMap<Request, RateLimit>();

  note(request: Request, left: RateLimit): void {
    this.#left.set(request, left);
  }

  /** None for a request of nobody. */
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
