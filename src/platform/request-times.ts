import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';

/**
 * What a request may spend its time on: `auth` checking its credential, `graphql` executing, and within that `search` (finding
 * and ranking), `embed` (vectors of questions), `pool` (waiting for a connection) and `db` (waiting for Postgres).
 */
export type RequestPart = 'auth' | 'graphql' | 'search' | 'embed' | 'pool' | 'db';

/** One stretch of time in a part, in milliseconds of `performance.now()`. */
export interface Span {
  readonly part: RequestPart;
  readonly startedAt: number;
  /** Null: it still runs. */
  endedAt: number | null;
}

export interface PartTime {
  readonly part: RequestPart;
  readonly milliseconds: number;
  /** How often it was begun. */
  readonly count: number;
  /** What did it and how often, where that is of interest: the search engine. */
  readonly by: ReadonlyMap<string, number>;
}

interface Running {
  open: number;
  since: number;
  total: number;
  count: number;
  readonly by: Map<string, number>;
}

const current = new AsyncLocalStorage<RequestTimes>();
/** Tells those who trace of each request that was answered. Spans are kept only while somebody listens. */
export const answeredRequests = channel('mnemograph:answered-request');
const mostSpans = 200;

/** Where the time of one request goes. What runs inside of `run` adds to it, however deep, until the request is answered. */
export class RequestTimes {
  readonly startedAt = performance.now();
  /** What the caller's trace is, as the header of that name says; null: it has none. */
  readonly traceparent: string | null;
  readonly spans: Span[] = [];
  /** Names of its operations, as they are counted. */
  readonly operations: string[] = [];
  /** Codes of what they failed at, each once. */
  readonly errors = new Set<string>();
  readonly #parts = new Map<RequestPart, Running>();
  #endedAt: number | null = null;

  constructor(traceparent: string | null = null) {
    this.traceparent = traceparent;
  }

  /** Of the request that the running code works for; undefined: it works for none, or that is answered. */
  static get current(): RequestTimes | undefined {
    const times = current.getStore();
    return times?.ended === false ? times : undefined;
  }

  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  get ended(): boolean {
    return this.#endedAt !== null;
  }

  get milliseconds(): number {
    return (this.#endedAt ?? performance.now()) - this.startedAt;
  }

  /** The first ones first. */
  get parts(): PartTime[] {
    return [...this.#parts].map(([part, { open, since, total, count, by }]) => {
      const milliseconds = open > 0 ? total + performance.now() - since : total;
      return { part, milliseconds, count, by };
    });
  }

  /** Begins a part, and answers what ends it. While it runs several times at once, its time counts once. */
  begin(part: RequestPart): () => void {
    const startedAt = performance.now();
    const running = this.#running(part);
    if (running.open === 0) running.since = startedAt;
    running.open += 1;
    running.count += 1;
    const span = this.#span(part, startedAt);
    return () => {
      const endedAt = performance.now();
      running.open -= 1;
      if (running.open === 0) running.total += endedAt - running.since;
      if (span) span.endedAt = endedAt;
    };
  }

  /** Says what did a part. */
  note(part: RequestPart, by: string): void {
    const known = this.#running(part).by;
    known.set(by, (known.get(by) ?? 0) + 1);
  }

  /** The answer is on its way: what still runs is not waited for. */
  end(): void {
    this.#endedAt ??= performance.now();
  }

  /** Null where nobody traces, or there are too many. */
  #span(part: RequestPart, startedAt: number): Span | null {
    if (!answeredRequests.hasSubscribers || this.spans.length >= mostSpans) return null;
    const span = { part, startedAt, endedAt: null };
    this.spans.push(span);
    return span;
  }

  #running(part: RequestPart): Running {
    const known = this.#parts.get(part);
    if (known) return known;
    const running = { open: 0, since: 0, total: 0, count: 0, by: new Map<string, number>() };
    this.#parts.set(part, running);
    return running;
  }
}

/** Does some work as a part of the request that it is done for, if it is done for one. */
export async function timed<T>(part: RequestPart, work: () => Promise<T>): Promise<T> {
  const end = RequestTimes.current?.begin(part);
  if (!end) return await work();
  try {
    return await work();
  } finally {
    end();
  }
}
