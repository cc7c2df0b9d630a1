import { isDatabaseUnavailable } from '../database-errors.ts';
import { type Database, setCommitTail } from '../db/database.ts';
import { notGivenUp } from '../db/not-given-up.ts';
import { hasCode } from '../error-code.ts';
import { NotFoundError } from '../errors.ts';
import { getOrInsert } from '../get-or-insert.ts';
import { runAfterWrite, type StreamRef, tellCommit } from './commits.ts';
import { appendStatement, type Change } from './event-log.ts';

/** What a transaction does for one account: its queries, the events to append, and effects to run after the commit. */
export class UnitOfWork {
  readonly db: Database;
  readonly accountId: string;
  readonly #changes: Change[] = [];
  /** The keys of the first `#keyed` changes: `recordOnce` compares with none of them, as there may be thousands. */
  readonly #keys = new Set<string>();
  #keyed = 0;
  readonly #afterCommit: (() => void)[] = [];

  constructor(db: Database, accountId: string) {
    this.db = db;
    this.accountId = accountId;
  }

  /** Records an event, which is appended and numbered with the commit, and announced after it. */
  record(change: Change): void {
    this.#changes.push(change);
  }

  /** Records an event unless an equal one is recorded already: told twice, it would say nothing more. */
  recordOnce(change: Change): void {
    for (const known of this.#changes.slice(this.#keyed)) this.#keys.add(keyOf(known));
    this.#keyed = this.#changes.length;
    if (!this.#keys.has(keyOf(change))) this.record(change);
  }

  /** Runs only once the transaction is committed. */
  afterCommit(effect: () => void): void {
    this.#afterCommit.push(effect);
  }

  /** SQL that appends its events; null if it has none. */
  get appending(): string | null {
    return this.#changes.length > 0 ? appendStatement(this.accountId, this.#changes) : null;
  }

  finish(): void {
    for (const effect of this.#afterCommit) effect();
  }

  /** The distinct streams that it has written to. */
  get touched(): StreamRef[] {
    const streams = new Map(this.#changes.map(({ kind, streamId }) => [`${kind} ${streamId}`, { kind, streamId }]));
    return [...streams.values()].map((stream) => ({ accountId: this.accountId, ...stream }));
  }
}

/** Equal for equal events, whatever the order of their fields. */
const keyOf = (change: Change): string => JSON.stringify(Object.entries(change).toSorted());

/** One transaction for one or more accounts. */
export class UnitsOfWork {
  readonly db: Database;
  readonly #ofAccount = new Map<string, UnitOfWork>();

  constructor(db: Database) {
    this.db = db;
  }

  /** The account's unit of work; its caches are invalidated after the commit. */
  of(accountId: string): UnitOfWork {
    return getOrInsert(this.#ofAccount, accountId, () => new UnitOfWork(this.db, accountId));
  }

  /** In the order in which all transactions append, to prevent deadlocks. */
  get all(): readonly UnitOfWork[] {
    return [...this.#ofAccount.values()].sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
  }
}

/**
 * Runs `work` in one transaction; its events are appended with the commit, its effects run after it. Throws NotFoundError if something that it
 * refers to was erased meanwhile. Retries if the database aborted the transaction because of a deadlock or conflict: nothing of an aborted
 * attempt remains or was announced.
 */
export async function inUnitOfWork<T>(
  db: Database,
  accountId: string,
  work: (unit: UnitOfWork) => Promise<T>,
): Promise<T> {
  return inUnitsOfWork(db, (units) => work(units.of(accountId))).catch((error: unknown) => {
    throw missingReference(error) ?? error;
  });
}

/** The same for several accounts; errors are the database's own. */
export async function inUnitsOfWork<T>(db: Database, work: (units: UnitsOfWork) => Promise<T>): Promise<T> {
  const { units, result } = await notGivenUp(() => transact(db, work));
  for (const unit of units) unit.finish();
  await announce(db, units);
  return result;
}

async function transact<T>(db: Database, work: (units: UnitsOfWork) => Promise<T>) {
  let complete: readonly UnitOfWork[] = [];
  try {
    return await db.transaction().execute(async (transaction) => {
      const units = new UnitsOfWork(transaction);
      const result = await work(units);
      const appending = units.all.flatMap((unit) => unit.appending ?? []);
      if (appending.length > 0) await setCommitTail(transaction, appending.join(';\n'));
      complete = units.all;
      return { units: complete, result };
    });
  } catch (error) {
    // The database was lost before it confirmed the commit, which may have happened.
    if (isDatabaseUnavailable(error)) await announce(db, complete);
    throw error;
  }
}

async function announce(db: Database, units: readonly UnitOfWork[]): Promise<void> {
  for (const { accountId } of units) await runAfterWrite(db, accountId);
  tellCommit(
    db,
    units.flatMap(({ touched }) => touched),
  );
}

const FOREIGN_KEY_VIOLATION = '23503';
/** Suffixes of the names that Postgres gives to foreign keys, and the types that they refer to. */
const referred: readonly (readonly [RegExp, string])[] = [
  [/_(collection|parent)_id_fkey$/, 'Collection'],
  [/_conversation_id_fkey$/, 'Conversation'],
  [/_message_id_fkey$/, 'Message'],
];
/**
 * `Key (account_id, collection_id)=(anna, 0192…) is not present …`, in any language. In the opposite case, a row that is still
 * referenced, it begins with `Key (account_id, id)`.
 */
const missingId = /\(account_id, \w+_id\)=\(.*, ([0-9a-f-]{36})\)/s;

/**
 * Returns a NotFoundError for a write that refers to a row which another transaction erased after it was looked up; null for any
 * other error.
 */
function missingReference(error: unknown): NotFoundError | null {
  if (!(error instanceof Error && hasCode(error, FOREIGN_KEY_VIOLATION))) return null;
  const { constraint, detail } = { constraint: '', detail: '', ...error };
  const type = referred.find(([name]) => name.test(constraint))?.[1];
  const id = missingId.exec(detail)?.[1];
  return type && id ? new NotFoundError({ type, id }) : null;
}
