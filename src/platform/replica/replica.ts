import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { answeredInTime } from '../answered-in-time.ts';
import { isDatabaseUnavailable } from '../database-unavailable.ts';
import type { Database } from '../db/database.ts';
import { hasCode } from '../error-code.ts';
import { onRoute } from '../read-route.ts';
import { many, workFor } from '../requester.ts';
import type { WrittenPositions } from './written-positions.ts';

export interface ReplicaParts {
  /** Its connections alone. */
  readonly db: Database;
  readonly written: Pick<WrittenPositions, 'of' | 'note' | 'newest'>;
  readonly log: Logger;
}

/** Why reads were not asked of the replica, or that they were. */
export type Served = 'replica' | 'behind' | 'away' | 'unknown';

/** How long one waits for the replica to come as far as somebody has written, and how often it is looked at meanwhile. */
interface Patience {
  readonly ms: number;
  readonly lookEveryMs: number;
}

const ofReads: Patience = { ms: 20, lookEveryMs: 4 };
/** Of writes that nobody can be told of. */
const ofWrites: Patience = { ms: 2_000, lookEveryMs: 20 };
/** One that failed is left alone for so long. */
const restMs = 1_000;
/** One that has not said for so long how far it is may be lost without a word, and is asked before anybody reads there. */
const trustedMs = 250;
/** One that does not say it for so long is lost: a statement there would be waited for until it is given up. */
const silentMs = 250;
/** A change that it replays takes away what a statement there reads. */
const conflictWithRecovery = '40001';

/**
 * Reads from a streaming replica, for who may: an account reads there once the replica has replayed what that account was last
 * told is written, whichever process wrote it. In all other cases the primary answers.
 */
export class Replica {
  readonly #parts: ReplicaParts;
  readonly served: Record<Served, number> = { replica: 0, behind: 0, away: 0, unknown: 0 };
  /** It has replayed at least this. */
  #replayed = -1n;
  #trustedUntil = 0;
  #looking: Promise<bigint> | null = null;
  #restsUntil = 0;

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
  }

  /** Runs reads of an account there, or where they cannot be answered there, here. They may be run twice. */
  async read<T>(accountId: string, work: () => Promise<T>): Promise<T> {
    const outcome = await this.#mayServe(accountId);
    if (outcome !== 'replica') {
      this.served[outcome] += 1;
      return await work();
    }
    try {
      const result = await this.#unlessLost(onRoute('replica', work));
      this.served.replica += 1;
      return result;
    } catch (error) {
      if (!isReplicasFault(error)) throw error;
      this.#lose(error);
      this.served.away += 1;
      return await work();
    }
  }

  /** Something was committed of which nobody told: who reads of this account waits for it from now on. Never rejects. */
  noteWrite(accountId: string): Promise<void> {
    return this.#parts.written.note(accountId);
  }

  /** How many bytes of changes it has still to replay; throws where it does not answer, or is no replica. */
  async lagBytes(): Promise<number> {
    const newest = await this.#parts.written.newest();
    const replayed = await this.#look();
    return Math.max(0, Number(newest - replayed));
  }

  /** Waits until it has replayed this, for two seconds at most; not where it is away, since nobody reads there then. Never rejects. */
  async untilReplayed(position: bigint): Promise<void> {
    await this.#reaches(position, ofWrites).catch((error: unknown) => this.#lose(error));
  }

  /** What is read there, or why it is lost, where that comes first. */
  async #unlessLost<T>(reading: Promise<T>): Promise<T> {
    for (;;) {
      if (await hasEnded(reading, trustedMs)) return await reading;
      await this.#look();
    }
  }

  async #mayServe(accountId: string): Promise<Served> {
    if (performance.now() < this.#restsUntil) return 'away';
    const written = await this.#parts.written.of(accountId);
    if (written === null) return 'unknown';
    try {
      return (await this.#reaches(written, ofReads)) ? 'replica' : 'behind';
    } catch (error) {
      this.#lose(error);
      return 'away';
    }
  }

  async #reaches(written: bigint, { ms, lookEveryMs }: Patience): Promise<boolean> {
    if (this.#replayed >= written && performance.now() < this.#trustedUntil) return true;
    const until = performance.now() + ms;
    while ((await this.#look()) < written) {
      if (performance.now() >= until) return false;
      await delay(lookEveryMs);
    }
    return true;
  }

  /** How far it is; who comes while one asks gets its answer. */
  async #look(): Promise<bigint> {
    this.#looking ??= workFor(many, () => this.#ask()).finally(() => {
      this.#looking = null;
    });
    const looking = this.#looking;
    if (!(await hasEnded(looking, silentMs))) throw new LostReplicaError('The replica does not say how far it is');
    return await looking;
  }

  async #ask(): Promise<bigint> {
    const { rows } = await sql<{ position: string | null }>`
      select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0')::text end as position`.execute(
      this.#parts.db,
    );
    const position = rows[0]?.position;
    // One that was promoted goes its own way: what it has is not what the primary has.
    if (position == null) throw new LostReplicaError('The server of DATABASE_REPLICA_URL is no replica, or no longer');
    this.#replayed = BigInt(position);
    this.#trustedUntil = performance.now() + trustedMs;
    return this.#replayed;
  }

  /** It may come back as another server, which is not as far. */
  #lose(error: unknown): void {
    if (performance.now() >= this.#restsUntil) this.#parts.log.warn({ err: error }, 'the replica cannot be read from');
    this.#replayed = -1n;
    this.#restsUntil = performance.now() + restMs;
  }
}

/** Whether it comes to an end in time, be it an error. */
const hasEnded = async (work: Promise<unknown>, ms: number): Promise<boolean> =>
  (await answeredInTime(Promise.allSettled([work]), ms)) !== null;

class LostReplicaError extends Error {
  override readonly name = 'LostReplicaError';
}

const isReplicasFault = (error: unknown): boolean =>
  error instanceof LostReplicaError || isDatabaseUnavailable(error) || hasCode(error, conflictWithRecovery);
