import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import { getOrInsert } from './get-or-insert.ts';

/**
 * Parts of a request's time: `auth` (checking its credential), `graphql` (executing), and within that `search` (finding
 * and ranking), `rerank` (reordering by a reranker), `embed` (vectors of questions), `pool` (waiting for a connection), `db` (waiting
 * for Postgres) and `neo4j`.
 */
type RequestPart = 'auth' | 'graphql' | 'search' | 'rerank' | 'embed' | 'pool' | 'db' | 'neo4j';

/** One period spent in a part, in milliseconds of `performance.now()`. */
interface Span {
  readonly part: RequestPart;
  readonly startedAt: number;
  /** Null: still running. */
  endedAt: number | null;
}

export type PartTime = RequestTimes['parts'][number];

interface Running {
  open: number;
  since: number;
  total: number;
  /** How often it began. */
  count: number;
  readonly by: Map<string, number>;
}

const current = new AsyncLocalStorage<RequestTimes>();
/** Publishes each answered request for tracing. Spans are recorded only while it has subscribers. */
export const answeredRequests = channel('mnemograph:answered-request');
const mostSpans = 200;

/** Measures where the time of a request goes. Everything called inside `run`, however deep, adds to it until the request is answered. */
export class RequestTimes {
  readonly startedAt = performance.now();
  /** The caller's `traceparent` header; null: none. */
  readonly traceparent: string | null;
  readonly spans: Span[] = [];
  /** Names of its operations, as used in metrics. */
  readonly operations: string[] = [];
  /** Distinct error codes of its operations. */
  readonly errors = new Set<string>();
  readonly #parts = new Map<RequestPart, Running>();
  #endedAt: number | null = null;

  constructor(traceparent: string | null = null) {
    this.traceparent = traceparent;
  }

  /** The times of the request that the running code works for; undefined if there is none, or it was already answered. */
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

  /** In the order in which they first began. `by`: what did the work and how often, where recorded: the search engine, or the outcome of reranking. */
  get parts() {
    return [...this.#parts].map(([part, { open, since, total, count, by }]) => {
      const milliseconds = open > 0 ? total + performance.now() - since : total;
      return { part, milliseconds, count, by: by as ReadonlyMap<string, number> };
    });
  }

  /** Begins a part, and returns a function that ends it. Overlapping periods of the same part count once. */
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

  /** Records what did the work of a part, or its outcome. */
  note(part: RequestPart, by: string): void {
    const known = this.#running(part).by;
    known.set(by, (known.get(by) ?? 0) + 1);
  }

  /** Marks the request as answered: work that continues is not counted. */
  end(): void {
    this.#endedAt ??= performance.now();
  }

  /** Null if nobody traces, or there are too many spans. */
  #span(part: RequestPart, startedAt: number): Span | null {
    if (!answeredRequests.hasSubscribers || this.spans.length >= mostSpans) return null;
    const span = { part, startedAt, endedAt: null };
    this.spans.push(span);
    return span;
  }

  #running(part: RequestPart): Running {
    return getOrInsert(this.#parts, part, () => ({ open: 0, since: 0, total: 0, count: 0, by: new Map() }));
  }
}

/** Runs work as a part of the current request, if there is one. */
export async function timed<T>(part: RequestPart, work: () => Promise<T>): Promise<T> {
  const end = RequestTimes.current?.begin(part);
  if (!end) return await work();
  try {
    return await work();
  } finally {
    end();
  }
}
