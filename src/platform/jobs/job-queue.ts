import { hash } from 'node:crypto';
import { type Job as BossJob, fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { usualJobsSchema } from '../config/database-config.ts';
import { leastId } from '../db/new-id.ts';
import type { UnitOfWork } from '../events/unit-of-work.ts';
import { Repeated } from '../repeated.ts';
import { bossDatabase, type ConnectionSource } from './boss-database.ts';
import { bringBack } from './clock-set-back.ts';
import { type Job, JobFailedError, type JobSender, type RunJob } from './job.ts';

export interface JobQueueOptions {
  readonly source: ConnectionSource;
  /** Where the queues lie; without it where they usually do. */
  readonly schema?: string;
  /** Every job that this process sends or runs. Their queues are made now: a transaction cannot wait for that. */
  readonly jobs: readonly { readonly name: string; readonly keyOf?: unknown }[];
  /** False for a process that only sends: it neither runs jobs nor looks after those of others. */
  readonly runs: boolean;
  /** No other process runs jobs on this database: one that is said to run at the start was left by a crash. */
  readonly alone: boolean;
  /** How often to look for jobs of other processes, and for those to try again; what is sent here wakes its worker. */
  readonly pollSeconds: number;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

type Received = Pick<BossJob, 'id' | 'data' | 'signal' | 'retryCount'>;

/** What does the work of a kind of job, and how many at a time. */
interface Runner {
  readonly atOnce: number;
  run(received: Received): Promise<void>;
}

/** Of jobs that have owners so many run at a time in a process: one of whoever has much to do, and one of another. */
const lanes = 2;
/** Longest that a job runs without a sign of life before another worker takes it over. */
const heartbeatSeconds = 30;
/** A job that fails is tried again, each time later, up to five minutes apart: for about half an hour in all. */
const retries = { retryLimit: 12, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 };
/** A finished job is kept for an hour, for people to look at; one that failed for the last time until they have had time to. */
const deleteAfterSeconds = 3600;
const deadForDays = 14;
/** How often to look whether the clock was set back. */
const lookMs = 60_000;

/** Queues of jobs in the database, by pg-boss. Dispose it to stop: what runs is told, and handed back unless it ends. */
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
      // Rebuilding an index and reading statistics of the whole server are the operator's business.
      reindex: false,
      monitorVacuum: false,
      // Nothing here depends on another job's end.
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

  /** Makes the queues. To be called before the first job is sent, and again where it failed. */
  async open(): Promise<void> {
    await this.#boss.start();
    if (this.#options.runs) await bringBack(this.#options.source, this.schema);
    for (const { name, keyOf } of this.#options.jobs) {
      await this.#boss.createQueue(name, { policy: keyOf ? 'short' : 'standard' });
      await this.#boss.updateQueue(name, { heartbeatSeconds, deleteAfterSeconds, ...retries });
      await this.#handBackLeftovers(name);
    }
  }

  /** Looks into the queue in any case: pg-boss then knows it, and sending needs no query outside its transaction. */
  async #handBackLeftovers(name: string): Promise<void> {
    const jobs = await this.#boss.findJobs(name, this.#options.alone ? {} : { id: leastId });
    const left = jobs.filter(({ state }) => state === 'active').map(({ id }) => id);
    if (left.length > 0) await this.#boss.fail(name, left, new JobFailedError(new Error('its process died')));
  }

  async send<Payload extends object>(unit: UnitOfWork, job: Job<Payload>, payload: Payload): Promise<void> {
    await this.#boss.send(job.name, job.payload.parse(payload), { ...named(job, payload), db: fromKysely(unit.db) });
    unit.afterCommit(() => this.#wake(job.name));
  }

  /** Says what does the work of a job. It begins with `start`. */
  handle<Payload extends object>(job: Job<Payload>, run: RunJob<Payload>): void {
    const atOnce = job.ownerOf ? lanes : 1;
    this.#runners.set(job.name, { atOnce, run: (received) => this.#run(job, run, received) });
  }

  /** Has a job sent at the times that a cron expression names, in UTC; once for all that were missed. */
  async schedule<Payload extends object>(job: Job<Payload>, cron: string, payload: Payload): Promise<void> {
    await this.#boss.schedule(job.name, cron, job.payload.parse(payload), {
      tz: 'UTC',
      missed: 'once',
      ...named(job, payload),
    });
  }

  /** Runs jobs from now on: of each kind one at a time, or one in each lane where they have owners. */
  async start(): Promise<void> {
    const options = {
      pollingIntervalSeconds: this.#options.pollSeconds,
      heartbeatRefreshSeconds: heartbeatSeconds / 3,
      localGroupConcurrency: 1,
    };
    for (const [name, { atOnce, run }] of this.#runners) {
      // By itself a worker would look for the next job only when it is time to poll, and so would one that has just come upon
      // a job of the same owner, and given it back.
      const work = async (received: Received[]) => {
        this.#wake(name);
        for (const one of received) await run(one).finally(() => this.#wake(name));
      };
      // A worker for each lane: one worker of pg-boss for several could not be woken but for its first.
      const workers = Array.from({ length: atOnce }, () => this.#boss.work(name, options, work));
      this.#workers.set(name, await Promise.all(workers));
    }
    this.#looking.start();
  }

  /** Runs what waits now, until nothing does: for a process that was not started, as a test or a script. */
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

/** How pg-boss tells a job from others. */
const named = <Payload extends object>({ keyOf, ownerOf }: Job<Payload>, payload: Payload) => ({
  ...(keyOf && { singletonKey: hash('sha256', keyOf(payload)) }),
  ...(ownerOf && { group: { id: ownerOf(payload) } }),
});
