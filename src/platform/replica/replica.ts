import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { answeredInTime } from '../answered-in-time.ts';
import { isDatabaseUnavailable } from '../database-errors.ts';
import type { Database } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { hasCode } from '../error-code.ts';
import { onRoute } from '../read-route.ts';
import { ToldSeldom } from '../told-seldom.ts';
import { many, workFor } from '../turns/requester.ts';
import type { WrittenPositions } from './written-positions.ts';

interface ReplicaParts {
  /** Uses only connections to the replica. */
  readonly db: Database;
  readonly primary: Database;
  readonly written: Pick<WrittenPositions, 'of' | 'note' | 'newest'>;
  readonly log: Logger;
}

/** Whether the replica served a read, or why not. */
type Served = 'replica' | 'behind' | 'away' | 'unknown';

/** How long to wait for the replica to reach a position, and how often to check meanwhile. */
interface Patience {
  readonly ms: number;
  readonly lookEveryMs: number;
}

const ofReads: Patience = { ms: 20, lookEveryMs: 4 };
/** For writes that could not be announced. */
const ofWrites: Patience = { ms: 2_000, lookEveryMs: 20 };
/** After a failure the replica is not used for this long. */
const restMs = 1_000;
/** A replica position older than this is not trusted, since the server may have vanished: it is queried before further reads. */
const trustedMs = 250;
/** A replica that does not report its position within this time is lost: statements there would wait until they time out. */
const silentMs = 250;
/** The server's data, the database and, by one of the tables, the schema. A standby has the same as its primary. */
const placeOfTables = sql<string>`concat_ws(' ', (select system_identifier from pg_control_system()),
  (select oid from pg_database where datname = current_database()), to_regclass('memory')::oid)`;
/** The replica has replayed a change that conflicts with a statement. */
const conflictWithRecovery = '40001';

/**
 * Reads from a streaming replica if allowed: once it has replayed the account's last announced write,
 * whichever process made it. Otherwise the primary answers.
 */
export class Replica {
  readonly #parts: ReplicaParts;
  readonly served: Record<Served, number> = { replica: 0, behind: 0, away: 0, unknown: 0 };
  /** The replica has replayed at least up to this position. */
  #replayed = -1n;
  #trustedUntil = 0;
  #looking: Promise<bigint> | null = null;
  /** Where the primary has its tables; null: not asked yet. */
  #place: string | null = null;
  #restsUntil = 0;
  readonly #lost: ToldSeldom;

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
    this.#lost = new ToldSeldom((err, untold) => parts.log.warn({ err, untold }, 'the replica cannot be read from'));
  }

  /** Runs an account's reads on the replica, or on the primary if the replica cannot serve them. `work` may run twice. */
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

  /** Records a commit that was not announced: reads of this account wait for it from now on. Never rejects. */
  noteWrite(accountId: string): Promise<void> {
    return this.#parts.written.note(accountId);
  }

  /** Bytes of WAL that it has still to replay; throws if it does not answer, or is not a replica. */
  async lagBytes(): Promise<number> {
    const newest = await this.#parts.written.newest();
    const replayed = await this.#look();
    return Math.max(0, Number(newest - replayed));
  }

  /** Waits until it has replayed this, for at most two seconds; not while it is away, since nobody reads there then. Never rejects. */
  async untilReplayed(position: bigint): Promise<void> {
    await this.#reaches(position, ofWrites).catch((error: unknown) => this.#lose(error));
  }

  /** Returns what was read; throws as soon as the replica is found to be lost. */
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

  /** Returns the replica's position; concurrent callers share one query. */
  async #look(): Promise<bigint> {
    this.#looking ??= workFor(many, () => this.#ask()).finally(() => {
      this.#looking = null;
    });
    const looking = this.#looking;
    if (!(await hasEnded(looking, silentMs))) throw new LostReplicaError('The replica does not say how far it is');
    return await looking;
  }

  async #ask(): Promise<bigint> {
    const { position, place } = await onlyRow(
      this.#parts.db,
      sql<{ position: string | null; place: string }>`
      select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0')::text end as position,
        ${placeOfTables} as place`,
    );
    // A promoted server has diverged from the primary.
    if (position === null) throw new LostReplicaError('The server of DATABASE_REPLICA_URL is no replica, or no longer');
    if (place !== this.#place) await this.#expectPlace(place);
    this.#replayed = BigInt(position);
    this.#trustedUntil = performance.now() + trustedMs;
    return this.#replayed;
  }

  /** All databases of a server, and servers that have nothing to do with each other, count positions alike: after a restore, one of the URLs may lead to the former data. */
  async #expectPlace(place: string): Promise<void> {
    const ours = sql<{ place: string }>`select ${placeOfTables} as place`;
    this.#place = (await onRoute('primary', () => onlyRow(this.#parts.primary, ours))).place;
    if (place === this.#place) return;
    throw new LostReplicaError('DATABASE_REPLICA_URL leads to another database, or another schema, than DATABASE_URL');
  }

  /** Forgets the position: the replica may come back as another server that is further behind. */
  #lose(error: unknown): void {
    if (performance.now() >= this.#restsUntil) this.#lost.note(error);
    this.#replayed = -1n;
    this.#restsUntil = performance.now() + restMs;
  }
}

/** Whether a promise settles in time, even with an error. */
const hasEnded = async (work: Promise<unknown>, ms: number): Promise<boolean> =>
  (await answeredInTime(Promise.allSettled([work]), ms)) !== null;

class LostReplicaError extends Error {
  override readonly name = 'LostReplicaError';
}

const isReplicasFault = (error: unknown): boolean =>
  error instanceof LostReplicaError || isDatabaseUnavailable(error) || hasCode(error, conflictWithRecovery);
