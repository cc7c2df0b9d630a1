import type { Logger } from 'pino';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { Repeated } from '../platform/repeated.ts';
import { many, workFor } from '../platform/requester.ts';
import { beatRuns, type ClaimedAttempt } from './run-queue.store.ts';

/** A run that this process works on, as its signs of life concern it. */
export interface Living extends ClaimedAttempt {
  /** What there is of the answer. */
  readonly text: string;
  /** Its end is being written: what is told of it now is that, as a rule. */
  readonly isEnding: boolean;
  /** Ends the work on it. */
  stop(reason: 'cancelled' | 'deleted' | 'lost'): void;
}

interface Kept {
  readonly run: Living;
  /** How much of its answer is stored. */
  kept: number;
}

/** How often signs of life are given and parts of answers are kept. */
const beatMs = 500;

/** Gives signs of life for all runs of this process, twice a second, in one statement; and learns which are to stop. */
export class Pulse implements AsyncDisposable {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #living = new Map<string, Kept>();
  /** One that is late is not made up for: the next says all that it would have. */
  readonly #beating = new Repeated(beatMs, () => this.#beat([...this.#living.values()]));

  constructor(db: Database, log: Logger) {
    this.#db = acrossAccounts(db, 'agent_run');
    this.#log = log;
  }

  /** Keeps a run alive until disposed. */
  keep(run: Living): Disposable {
    this.#living.set(run.id, { run, kept: 0 });
    this.#beating.start();
    return { [Symbol.dispose]: () => this.#drop(run.id) };
  }

  /** Looks at once whether a run is still this process's: another may have put it back. */
  async look(id: string): Promise<void> {
    const one = this.#living.get(id);
    if (one && !one.run.isEnding) await this.#beat([one]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#beating[Symbol.asyncDispose]();
  }

  #drop(id: string): void {
    this.#living.delete(id);
    if (this.#living.size === 0) this.#beating.stop();
  }

  async #beat(some: readonly Kept[]): Promise<void> {
    const all = some.map((one) => ({ one, length: one.run.text.length }));
    if (all.length === 0) return;
    const beats = all.map(({ one: { run, kept }, length }) => ({
      accountId: run.accountId,
      id: run.id,
      attempt: run.attempt,
      partial: length > kept ? run.text : null,
    }));
    try {
      const told = await workFor(many, () => beatRuns(this.#db, beats));
      const answers = new Map(told.map((answer) => [answer.id, answer]));
      for (const { one, length } of all) {
        // One that came to its end meanwhile has no answer, and needs none.
        if (this.#living.get(one.run.id) !== one) continue;
        const answer = answers.get(one.run.id);
        if (!answer) one.run.stop('lost');
        else if (answer.gone) one.run.stop('deleted');
        else if (answer.cancelled) one.run.stop('cancelled');
        else if (answer.kept) one.kept = length;
      }
    } catch (error) {
      // Whose lease ends meanwhile finds out when it writes.
      this.#log.warn({ err: error }, 'the heartbeat of agent runs could not be written');
    }
  }
}
