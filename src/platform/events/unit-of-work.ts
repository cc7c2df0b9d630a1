import { isDatabaseUnavailable } from '../database-unavailable.ts';
import { type Database, setCommitTail } from '../db/database.ts';
import { notGivenUp } from '../db/not-given-up.ts';
import { NotFoundError } from '../errors.ts';
import { runAfterWrite, type StreamRef, tellCommit } from './commits.ts';
import { appendStatement, type Change } from './event-log.ts';

/** One transaction of one account: its queries, the events to append, and effects to run after the commit. */
export class UnitOfWork {
  readonly db: Database;
  readonly accountId: string;
  readonly #changes: Change[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(db: Database, accountId: string) {
    this.db = db;
    this.accountId = accountId;
  }

  /** Records an event, which is appended and numbered with the commit, and announced after it. */
  record(change: Change): void {
    this.#changes.push(change);
  }

  /** Runs only once the transaction is committed. */
  afterCommit(effect: () => void): void {
    this.#afterCommit.push(effect);
  }

  async prepareCommit(): Promise<void> {
    if (this.#changes.length > 0) await setCommitTail(this.db, appendStatement(this.accountId, this.#changes));
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
  const { unit, result } = await notGivenUp(() => transact(db, accountId, work)).catch((error: unknown) => {
    throw missingReference(error) ?? error;
  });
  unit.finish();
  await announce(db, unit);
  return result;
}

async function transact<T>(db: Database, accountId: string, work: (unit: UnitOfWork) => Promise<T>) {
  let complete: UnitOfWork | null = null;
  try {
    return await db.transaction().execute(async (transaction) => {
      const unit = new UnitOfWork(transaction, accountId);
      const result = await work(unit);
      await unit.prepareCommit();
      complete = unit;
      return { unit, result };
    });
  } catch (error) {
    // The database was lost before it confirmed the commit, which may have happened.
    if (complete && isDatabaseUnavailable(error)) await announce(db, complete);
    throw error;
  }
}

async function announce(db: Database, { accountId, touched }: UnitOfWork): Promise<void> {
  await runAfterWrite(db, accountId);
  tellCommit(db, touched);
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
  if (!(error instanceof Error) || !('code' in error) || error.code !== FOREIGN_KEY_VIOLATION) return null;
  const { constraint, detail } = { constraint: '', detail: '', ...error };
  const type = referred.find(([name]) => name.test(constraint))?.[1];
  const id = missingId.exec(detail)?.[1];
  return type && id ? new NotFoundError({ type, id }) : null;
}
