import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { isDatabaseUnavailable } from '../platform/database-errors.ts';
import { orAfter } from '../platform/or-after.ts';
import { type AnsweredRequest, failureCodes } from './answered-request.ts';
import { patienceMs } from './health.ts';
import { type ReadMetric, type ReadSources, readMetrics } from './read-metrics.ts';

/** Upper bounds in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30];
/** More than our own codes; all others are counted together. */
const mostCodes = 60;

/** Metrics in the format of Prometheus, with their media type. */
export interface Metrics {
  readonly text: string;
  readonly contentType: string;
}

/** What a registry holds, in the form that processes exchange. */
export type Readings = readonly unknown[];

/** Reads a source once per scrape for all metrics that show parts of its answer. */
class SharedReading<Answer> {
  readonly #source: () => Promise<Answer>;
  #reading: Promise<Answer> | null = null;

  constructor(source: () => Promise<Answer>) {
    this.#source = source;
  }

  readonly read = (): Promise<Answer> => {
    this.#reading ??= this.#source();
    return this.#reading;
  };

  forget(): void {
    this.#reading = null;
  }
}

/** Returns the database's rows; none while it is unavailable, which is a metric of its own. */
async function whereThere<Row>(rows: Promise<readonly Row[]>): Promise<readonly Row[]> {
  try {
    return await orAfter(rows, patienceMs, []);
  } catch (error) {
    if (isDatabaseUnavailable(error)) return [];
    throw error;
  }
}

/**
 * The metrics of this process for Prometheus. Requests are counted as they come; all others are read on a scrape.
 * docs/operations.md explains each.
 */
export class PrometheusMetrics {
  readonly #registry = new Registry();
  readonly #requests: RequestMetrics;
  readonly #shared: readonly { forget(): void }[];

  constructor(sources: ReadSources) {
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = requestMetrics(this.#registry);
    // A counter that begins with its first increment has no rate until the second: a burst of errors would not be seen.
    for (const code of failureCodes) this.#requests.errors.inc({ code }, 0);
    const jobs = new SharedReading(() => whereThere(sources.jobs()));
    const consumers = new SharedReading(() => whereThere(sources.consumers()));
    const process = new SharedReading(sources.process);
    const health = new SharedReading(sources.health);
    this.#shared = [jobs, consumers, process, health];
    const shared: ReadSources = {
      ...sources,
      jobs: jobs.read,
      consumers: consumers.read,
      toEmbed: () => whereThere(sources.toEmbed()),
      process: process.read,
      health: health.read,
    };
    for (const metric of readMetrics(shared)) register(metric, this.#registry);
  }

  operation(operation: string, milliseconds: number, failed: boolean): void {
    this.#requests.operations.observe({ operation }, milliseconds / 1_000);
    if (failed) this.#requests.failures.inc({ operation });
  }

  request({ route, status, milliseconds, parts }: AnsweredRequest, slow: boolean): void {
    const { http, spent, searches, rerankings, slow: slowOnes } = this.#requests;
    if (status !== null) http.observe({ route, status: String(status) }, milliseconds / 1_000);
    if (slow) slowOnes.inc();
    for (const { part, milliseconds: ms, by } of parts) {
      spent.observe({ part }, ms / 1_000);
      if (part === 'search') for (const [engine, count] of by) searches.inc({ engine }, count);
      if (part === 'rerank') for (const [outcome, count] of by) rerankings.inc({ outcome }, count);
    }
  }

  error(code: string): void {
    const { codes, errors } = this.#requests;
    if (codes.size < mostCodes) codes.add(code);
    errors.inc({ code: codes.has(code) ? code : 'OTHER' });
  }

  async render(): Promise<Metrics> {
    for (const reading of this.#shared) reading.forget();
    return { text: await this.#registry.metrics(), contentType: this.#registry.contentType };
  }

  /** The same, to be combined with those of other processes. */
  async readings(): Promise<Readings> {
    for (const reading of this.#shared) reading.forget();
    return await this.#registry.getMetricsAsJSON();
  }
}

type RequestMetrics = ReturnType<typeof requestMetrics>;

function requestMetrics(registry: Registry) {
  const registers = [registry];
  const histogram = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  return {
    codes: new Set<string>(),
    http: histogram('mnemograph_http_request_duration_seconds', 'Time until an answer was sent', ['route', 'status']),
    operations: histogram('mnemograph_operation_duration_seconds', 'Time to execute a GraphQL operation, by its name', [
      'operation',
    ]),
    failures: counter('mnemograph_operation_errors_total', 'Answers with errors, by the name of the operation', [
      'operation',
    ]),
    spent: histogram('mnemograph_request_part_duration_seconds', 'Time that requests spent on a part', ['part']),
    searches: counter('mnemograph_searches_total', 'Searches, by the engine that answered', ['engine']),
    rerankings: counter('mnemograph_rerankings_total', 'Calls of the reranker, by their outcome', ['outcome']),
    errors: counter('mnemograph_errors_total', 'Answers with errors, by their code', ['code']),
    slow: counter('mnemograph_slow_requests_total', 'Requests that took longer than SLOW_REQUEST_MS'),
  };
}

function register({ name, help, labels, read, together }: ReadMetric, registry: Registry): void {
  const options = { name, help, labelNames: [...labels], registers: [registry], aggregator: together };
  const Kind = name.endsWith('_total') ? Counter : Gauge;
  const metric: Counter | Gauge = new Kind({
    ...options,
    collect: async () => {
      metric.reset();
      await read((values, value) => metric.inc(values, value));
    },
  });
}
