import { type Database, setCommitTail } from '../db/database.ts';
import { missingReference } from '../db/missing-reference.ts';
import { notGivenUp } from '../db/not-given-up.ts';
import { runAfterWrite, type StreamRef, tellCommit } from './commits.ts';
import { appendStatement, type Change } from './event-log.ts';

/** One transaction of one account: its queries, the events that it will write, and what is to happen after it. */
export class UnitOfWork {
  readonly db: Database;
  readonly accountId: string;
  readonly #changes: Change[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(db: Database, accountId: string) {
    this.db = db;
    this.accountId = accountId;
  }

  /** Notes an event: written, numbered and told with the commit. */
  record(change: Change): void {
    this.#changes.push(change);
  }

  /** Runs once the transaction is committed, and never otherwise. */
  afterCommit(effect: () => void): void {
    this.#afterCommit.push(effect);
  }

  async prepareCommit(): Promise<void> {
    if (this.#changes.length > 0) await setCommitTail(this.db, appendStatement(this.accountId, this.#changes));
  }

  finish(): void {
    for (const effect of this.#afterCommit) effect();
  }

  /** The streams that it wrote to, each once. */
  get touched(): StreamRef[] {
    const streams = new Map(this.#changes.map(({ kind, streamId }) => [`${kind} ${streamId}`, { kind, streamId }]));
    return [...streams.values()].map((stream) => ({ accountId: this.accountId, ...stream }));
  }
}

/**
 * Runs `work` in one transaction; its events go out with the commit, its effects after it. What it refers to and somebody
 * erased meanwhile is a NotFoundError. Where the database gave it up for another's sake, it is run anew: nothing of the
 * first time is left, and nobody was told of it.
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
  await runAfterWrite(db, accountId);
  tellCommit(db, unit.touched);
  return result;
}

const transact = <T>(db: Database, accountId: string, work: (unit: UnitOfWork) => Promise<T>) =>
  db.transaction().execute(async (transaction) => {
    const unit = new UnitOfWork(transaction, accountId);
    const result = await work(unit);
    await unit.prepareCommit();
    return { unit, result };
  });
