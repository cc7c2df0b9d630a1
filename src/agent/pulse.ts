import type { Logger } from 'pino';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { Repeated } from '../platform/repeated.ts';
import { many, workFor } from '../platform/turns/requester.ts';
import { beatRuns, type ClaimedAttempt } from './run-queue.store.ts';

/** The work on a run in this process, as far as its heartbeat needs it. */
export interface LivingWork {
  readonly run: ClaimedAttempt;
  /** The answer so far. */
  readonly text: string;
  /** Whether its end is being written: as a rule, that is then what wakes its stream. */
  readonly isEnding: boolean;
  /** Stops the work on the run. */
  stop(reason: 'cancelled' | 'revoked' | 'deleted' | 'lost'): void;
}

interface Kept {
  readonly work: LivingWork;
  /** Length of the stored part of the answer. */
  kept: number;
}

/** Interval at which heartbeats and partial answers are written. */
const beatMs = 500;

/** Writes the heartbeats of all runs of this process twice a second, in one statement, and learns which of them are to stop. */
export class Pulse implements AsyncDisposable {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #living = new Map<string, Kept>();
  /** A late heartbeat is not made up for: the next one writes everything. */
  readonly #beating = new Repeated(beatMs, () => this.#beat([...this.#living.values()]));

  constructor(db: Database, log: Logger) {
    this.#db = acrossAccounts(db, 'agent_run');
    this.#log = log;
  }

  /** Sends heartbeats for a run until disposed. */
  keep(work: LivingWork): Disposable {
    const { id } = work.run;
    this.#living.set(id, { work, kept: 0 });
    this.#beating.start();
    return { [Symbol.dispose]: () => this.#drop(id) };
  }

  /** Checks at once whether this process still has the run: another may have requeued it. */
  async look(id: string): Promise<void> {
    const one = this.#living.get(id);
    if (one && !one.work.isEnding) await this.#beat([one]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#beating[Symbol.asyncDispose]();
  }

  #drop(id: string): void {
    this.#living.delete(id);
    if (this.#living.size === 0) this.#beating.stop();
  }

  async #beat(some: readonly Kept[]): Promise<void> {
    const all = some.map((one) => ({ one, length: one.work.text.length }));
    if (all.length === 0) return;
    const beats = all.map(({ one: { work, kept }, length }) => ({
      ...work.run,
      partial: length > kept ? work.text : null,
    }));
    try {
      const told = await workFor(many, () => beatRuns(this.#db, beats));
      const answers = new Map(told.map((answer) => [answer.id, answer]));
      for (const { one, length } of all) {
        // A run that ended meanwhile has no answer, and needs none.
        if (this.#living.get(one.work.run.id) !== one) continue;
        const answer = answers.get(one.work.run.id);
        if (!answer) one.work.stop('lost');
        else if (answer.gone) one.work.stop('deleted');
        else if (answer.cancelled) one.work.stop('cancelled');
        else if (answer.revoked) one.work.stop('revoked');
        else if (answer.kept) one.kept = length;
      }
    } catch (error) {
      // A run whose lease ends meanwhile finds out with its next write.
      this.#log.warn({ err: error }, 'the heartbeat of agent runs could not be written');
    }
  }
}
