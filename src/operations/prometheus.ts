import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricSources } from './system.ts';

/** Upper bounds in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30];
const pressureNumbers = { NORMAL: 0, NOTICE: 1, WARNING: 2, CRITICAL: 3 };

type Read = (set: (labels: Record<string, string>, value: number) => void) => void | Promise<void>;

/** Asks a source once for all gauges of one scrape that show parts of its answer. */
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

/** The metrics of this process for Prometheus: most are read when it asks. docs/operations.md explains each. */
export class PrometheusMetrics {
  readonly #registry = new Registry();
  readonly #durations: Histogram;
  readonly #errors: Counter;
  readonly #shared: readonly { forget(): void }[];

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#durations = new Histogram({
      name: 'mnemograph_operation_duration_seconds',
      help: 'Time to execute a GraphQL operation, by its name',
      labelNames: ['operation'],
      buckets,
      registers,
    });
    this.#errors = new Counter({
      name: 'mnemograph_operation_errors_total',
      help: 'Answers with errors, by the name of the operation',
      labelNames: ['operation'],
      registers,
    });
    const jobs = new SharedReading(sources.jobs);
    const consumers = new SharedReading(sources.consumers);
    const process = new SharedReading(sources.process);
    this.#shared = [jobs, consumers, process];
    const shared = { ...sources, jobs: jobs.read, consumers: consumers.read, process: process.read };
    for (const [name, help, labelNames, read] of gauges(shared)) {
      const gauge = new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect: async () => {
          gauge.reset();
          await read((labels, value) => gauge.set(labels, value));
        },
      });
    }
  }

  record(operation: string, milliseconds: number, failed: boolean): void {
    this.#durations.observe({ operation }, milliseconds / 1_000);
    if (failed) this.#errors.inc({ operation });
  }

  async render(): Promise<{ readonly text: string; readonly contentType: string }> {
    for (const reading of this.#shared) reading.forget();
    return { text: await this.#registry.metrics(), contentType: this.#registry.contentType };
  }
}

type GaugeOf = readonly [name: string, help: string, labels: string[], read: Read];

function gauges(sources: MetricSources): GaugeOf[] {
  return [...cacheGauges(sources), ...connectionGauges(sources), ...workGauges(sources), ...processGauges(sources)];
}

function cacheGauges({ caches }: MetricSources): GaugeOf[] {
  const each = (field: 'hits' | 'misses' | 'evictions' | 'entries' | 'bytes'): Read => {
    return (set) => {
      for (const cache of caches) {
        const figures = cache.figures();
        set({ cache: figures.name }, figures[field]);
      }
    };
  };
  return [
    ['mnemograph_cache_hits', 'Answers found in a cache since the start', ['cache'], each('hits')],
    ['mnemograph_cache_misses', 'Answers not found in a cache since the start', ['cache'], each('misses')],
    ['mnemograph_cache_evictions', 'Entries that went for others since the start', ['cache'], each('evictions')],
    ['mnemograph_cache_entries', 'Entries of a cache', ['cache'], each('entries')],
    ['mnemograph_cache_bytes', 'About what a cache holds', ['cache'], each('bytes')],
  ];
}

function connectionGauges({ pools, subscriptions }: MetricSources): GaugeOf[] {
  const connections: Read = (set) => {
    for (const { name: pool, total, idle, waiting, max } of pools()) {
      for (const [state, value] of Object.entries({ total, idle, waiting, max })) set({ pool, state }, value);
    }
  };
  const timeouts: Read = (set) => {
    for (const pool of pools()) set({ pool: pool.name }, pool.timeouts);
  };
  const streams: Read = (set) => {
    for (const [state, value] of Object.entries(subscriptions())) set({ state: snakeCase(state) }, value);
  };
  return [
    ['mnemograph_pool_connections', 'Connections of a pool, and who waits for one', ['pool', 'state'], connections],
    ['mnemograph_pool_timeouts', 'Times that somebody waited too long for a connection', ['pool'], timeouts],
    ['mnemograph_subscriptions', 'Live subscriptions, their queues, and what became of others', ['state'], streams],
  ];
}

function workGauges({ jobs, consumers, agentPool }: MetricSources): GaugeOf[] {
  const counts: Read = async (set) => {
    for (const { queue, waiting, running, failed, dead } of await jobs()) {
      for (const [state, value] of Object.entries({ waiting, running, failed, dead })) set({ queue, state }, value);
    }
  };
  const oldest: Read = async (set) => {
    for (const { queue, oldestWaitingSeconds } of await jobs()) set({ queue }, oldestWaitingSeconds ?? 0);
  };
  const lag = (field: 'lagEvents' | 'lagSeconds'): Read => {
    return async (set) => {
      for (const consumer of await consumers()) set({ consumer: consumer.name }, consumer[field]);
    };
  };
  const agents: Read = (set) => {
    for (const [state, value] of Object.entries(agentPool())) set({ state: snakeCase(state) }, value);
  };
  return [
    ['mnemograph_jobs', 'Background jobs, by queue and state', ['queue', 'state'], counts],
    ['mnemograph_jobs_oldest_waiting_seconds', 'Age of the oldest job that waits', ['queue'], oldest],
    ['mnemograph_consumer_lag_events', 'Events that a consumer has not taken yet', ['consumer'], lag('lagEvents')],
    ['mnemograph_consumer_lag_seconds', 'Age of the oldest of them', ['consumer'], lag('lagSeconds')],
    ['mnemograph_agent_pool', 'Agents that are kept ready', ['state'], agents],
  ];
}

function processGauges({ process, memoryPressure }: MetricSources): GaugeOf[] {
  return [
    [
      'mnemograph_memory_used_fraction',
      'Resident memory, 1 at the limit',
      [],
      (set) => set({}, memoryPressure().usedFraction),
    ],
    [
      'mnemograph_memory_pressure',
      'Pressure on the memory: 0 normal, 1 notice, 2 warning, 3 critical',
      [],
      (set) => set({}, pressureNumbers[memoryPressure().level]),
    ],
    [
      'mnemograph_jobs_paused',
      'Whether background jobs wait for memory',
      [],
      (set) => set({}, Number(memoryPressure().jobsPaused)),
    ],
    [
      'mnemograph_disk_free_bytes',
      'Free where the data folder lies',
      [],
      async (set) => set({}, (await process()).diskFreeBytes),
    ],
    [
      'mnemograph_event_loop_delay_p99_seconds',
      'How late timers fire, 99th percentile of the last minute or two',
      [],
      async (set) => set({}, (await process()).eventLoopDelayP99Ms / 1_000),
    ],
  ];
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
