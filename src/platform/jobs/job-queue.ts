import { hash } from 'node:crypto';
import { type Job as BossJob, fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { usualJobsSchema } from '../config/database-config.ts';
import { leastId } from '../db/new-id.ts';
import type { UnitOfWork } from '../events/unit-of-work.ts';
import { Repeated } from '../repeated.ts';
import { bossDatabase, bringBack, type ConnectionSource } from './boss-database.ts';
import { type Job, JobFailedError, type JobSender, type RunJob } from './job.ts';

interface JobQueueOptions {
  readonly source: ConnectionSource;
  /** Schema of the queues; default: `usualJobsSchema`. */
  readonly schema?: string;
  /** Every job that this process sends or runs. `open` creates their queues, since a transaction cannot wait for that. */
  readonly jobs: readonly { readonly name: string; readonly keyOf?: unknown }[];
  /** False for a process that only sends: it neither runs jobs nor supervises those of others. */
  readonly runs: boolean;
  /** No other process runs jobs on this database: a job that is active at the start was left by a crash. */
  readonly alone: boolean;
  /** Interval of polling for other processes' jobs and for retries; a job sent by this process wakes its worker. */
  readonly pollSeconds: number;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

type Received = Pick<BossJob, 'id' | 'data' | 'signal' | 'retryCount'>;

/** Runs a kind of job, `atOnce` at a time. */
interface Runner {
  readonly atOnce: number;
  run(received: Received): Promise<void>;
}

/** Concurrent jobs per process for kinds with owners: one of an owner with much work, and one of another. */
const lanes = 2;
/** Maximum time that a job runs without a heartbeat before another worker takes it over. */
const heartbeatSeconds = 30;
/** A failed job is retried with increasing delays of up to five minutes: for about half an hour in all. */
const retries = { retryLimit: 12, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 };
/** Finished jobs are kept for an hour for inspection; those that failed for the last time for `deadForDays`. */
const deleteAfterSeconds = 3600;
const deadForDays = 14;
/** Interval of checking whether the clock was set back. */
const lookMs = 60_000;

/** Job queues in the database, using pg-boss. Disposing stops it: running jobs are signalled, and handed back unless they end. */
export class JobQueue implements JobSender, AsyncDisposable {
  readonly schema: string;
  readonly #boss: PgBoss;
  readonly #options: JobQueueOptions;
  readonly #stopping = new AbortController();
  readonly #runners = new Map<string, Runner>();
  readonly #workers = new Map<string, string[]>();
  readonly #looking = new Repeated(lookMs, () => this.#bringBack());

  constructor(options: JobQueueOptions) {
    this.#options = options;
    this.schema = options.schema ?? usualJobsSchema;
    this.#boss = new PgBoss({
      db: bossDatabase(options.source),
      schema: this.schema,
      supervise: options.runs,
      schedule: options.runs,
      // Rebuilding indexes and reading server-wide statistics are up to the operator.
      reindex: false,
      monitorVacuum: false,
      // No job depends on another one's completion.
      flowIntervalSeconds: 3600,
      superviseIntervalSeconds: 20,
      monitorIntervalSeconds: 20,
      maintenanceIntervalSeconds: 3600,
      cronMonitorIntervalSeconds: 30,
      cronWorkerIntervalSeconds: 30,
    });
    this.#boss.on('error', (error) => options.log.warn({ err: error }, 'the job queues had a problem'));
    this.#boss.on('warning', ({ message, data }) => options.log.warn({ data }, message));
  }

  /** Creates the queues. Call it before the first job is sent, and again if it failed. */
  async open(): Promise<void> {
    await this.#boss.start();
    if (this.#options.runs) await bringBack(this.#options.source, this.schema);
    for (const { name, keyOf } of this.#options.jobs) {
      await this.#boss.createQueue(name, { policy: keyOf ? 'short' : 'standard' });
      await this.#boss.updateQueue(name, { heartbeatSeconds, deleteAfterSeconds, ...retries });
      await this.#handBackLeftovers(name);
    }
  }

  /** Queries the queue in any case: pg-boss then caches it, and sending needs no query outside of its transaction. */
  async #handBackLeftovers(name: string): Promise<void> {
    const jobs = await this.#boss.findJobs(name, this.#options.alone ? {} : { id: leastId });
    const left = jobs.filter(({ state }) => state === 'active').map(({ id }) => id);
    if (left.length > 0) await this.#boss.fail(name, left, new JobFailedError(new Error('its process died')));
  }

  async send<Payload extends object>(unit: UnitOfWork, job: Job<Payload>, payload: Payload): Promise<void> {
    await this.#boss.send(job.name, job.payload.parse(payload), { ...named(job, payload), db: fromKysely(unit.db) });
    unit.afterCommit(() => this.#wake(job.name));
  }

  /** Registers the function that runs a job. It is used after `start`. */
  handle<Payload extends object>(job: Job<Payload>, run: RunJob<Payload>): void {
    const atOnce = job.ownerOf ? lanes : 1;
    this.#runners.set(job.name, { atOnce, run: (received) => this.#run(job, run, received) });
  }

  /** Sends a job at the times of a cron expression, in UTC; once for all missed times. */
  async schedule<Payload extends object>(job: Job<Payload>, cron: string, payload: Payload): Promise<void> {
    await this.#boss.schedule(job.name, cron, job.payload.parse(payload), {
      tz: 'UTC',
      missed: 'once',
      ...named(job, payload),
    });
  }

  /** Starts running jobs: one at a time of each kind, or one in each lane if the kind has owners. */
  async start(): Promise<void> {
    const options = {
      pollingIntervalSeconds: this.#options.pollSeconds,
      heartbeatRefreshSeconds: heartbeatSeconds / 3,
      localGroupConcurrency: 1,
    };
    for (const [name, { atOnce, run }] of this.#runners) {
      // By itself a worker would look for the next job only at the next poll; so would one that just fetched
      // a job of an owner whose other job is running, and gave it back.
      const work = async (received: Received[]) => {
        this.#wake(name);
        for (const one of received) await run(one).finally(() => this.#wake(name));
      };
      // One worker per lane: of a pg-boss worker with a higher concurrency only the first could be woken.
      const workers = Array.from({ length: atOnce }, () => this.#boss.work(name, options, work));
      this.#workers.set(name, await Promise.all(workers));
    }
    this.#looking.start();
  }

  /** Runs waiting jobs until none is left: for processes without `start`, such as tests and scripts. */
  async processAll(): Promise<void> {
    for (const [name, { run }] of this.#runners) {
      for (;;) {
        const [received] = await this.#boss.fetch<object>(name);
        if (!received) break;
        await run({ ...received, signal: this.#stopping.signal }).then(
          () => this.#boss.complete(name, received),
          (error: Error) => this.#boss.fail(name, received, error),
        );
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#looking[Symbol.asyncDispose]();
    await Promise.all([...this.#workers.keys()].map((name) => this.#boss.offWork(name, { wait: true })));
    await this.#boss.stop();
  }

  async #run<Payload extends object>(job: Job<Payload>, run: RunJob<Payload>, received: Received): Promise<void> {
    const payload = job.payload.parse(received.data);
    const again = () => this.#boss.send(job.name, payload, named(job, payload)).then(() => this.#wake(job.name));
    try {
      const outcome = await run(payload, AbortSignal.any([received.signal, this.#stopping.signal]));
      if (outcome === 'again') await again();
    } catch (error) {
      if (this.#stopping.signal.aborted) return void (await again());
      const attempt = received.retryCount + 1;
      const { log } = this.#options;
      const failed = { err: error, job: job.name, jobId: received.id, attempt };
      if (attempt > retries.retryLimit) {
        log.error(failed, 'a job failed for the last time');
        await this.#keepLong(received.id);
      } else log.warn(failed, 'a job failed and is tried again');
      throw new JobFailedError(error);
    }
  }

  async #bringBack(): Promise<void> {
    const { source, log } = this.#options;
    await bringBack(source, this.schema).catch((error: unknown) =>
      log.warn({ err: error }, 'the times of jobs could not be checked'),
    );
  }

  async #keepLong(id: string): Promise<void> {
    const { executeSql } = bossDatabase(this.#options.source);
    await executeSql(`update "${this.schema}".job set deletion_seconds = $1 where id = $2`, [deadForDays * 86_400, id]);
  }

  #wake(name: string): void {
    for (const worker of this.#workers.get(name) ?? []) this.#boss.notifyWorker(worker);
  }
}

/** Key and group of a job for pg-boss. */
const named = <Payload extends object>({ keyOf, ownerOf }: Job<Payload>, payload: Payload) => ({
  ...(keyOf && { singletonKey: hash('sha256', keyOf(payload)) }),
  ...(ownerOf && { group: { id: ownerOf(payload) } }),
});
