import { sql } from 'kysely';
import { endApiKey } from '../account/end-api-keys.ts';
import { moveOutKept } from '../collection/move-out-kept.ts';
import { wholeAccount } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { conversationToDelete, deleteConversation } from '../conversation/delete-conversation.ts';
import { purgeForGood } from '../memory/end-memories.ts';
import type { BeforePurge, BlankMessage } from '../memory/purge-memory.ts';
import type { Database } from '../platform/db/database.ts';
import type { Purged } from '../platform/db/purge-ledger.ts';
import type { PurgedKind } from '../platform/db/purge-ledger-table.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { deleteWithin } from './delete-collections.ts';

interface ReplayParts {
  readonly db: Database;
  readonly requestErasure: RequestErasure;
  readonly beforePurge: readonly BeforePurge[];
  readonly blankMessage: BlankMessage;
}

/** `purged`: all ids of this kind that are to be removed. */
type Replay = (parts: ReplayParts, accountId: string, id: string, purged: ReadonlySet<string>) => Promise<unknown>;

/** Containers first: their contents are deleted with them. */
const replays: readonly (readonly [PurgedKind, Replay])[] = [
  ['api_key', ({ db }, accountId, id) => endApiKey(db, accountId, id)],
  [
    'collection',
    ({ db, requestErasure }, accountId, id, purged) =>
      inUnitOfWork(db, accountId, async (unit) => {
        await moveOutKept(unit, id, purged);
        await deleteWithin(unit, wholeAccount(accountId), id, requestErasure);
      }),
  ],
  [
    'conversation',
    ({ db, requestErasure }, accountId, id) =>
      inUnitOfWork(db, accountId, async (unit) => {
        const reach = wholeAccount(accountId);
        await deleteConversation(unit, reach, await conversationToDelete(unit, reach, id));
        await requestErasure(unit);
      }),
  ],
  ['memory', ({ db, beforePurge }, accountId, id) => purgeForGood(db, { accountId, id }, beforePurge)],
  [
    'message',
    ({ db, blankMessage }, accountId, id) =>
      inUnitOfWork(db, accountId, (unit) => blankMessage(unit, wholeAccount(accountId), id)),
  ],
];

const pageSize = 500;

/** Purges again what a restored backup brought back; returns how many of the entries existed. */
export async function replayPurges(parts: ReplayParts, purged: readonly Purged[]): Promise<number> {
  let replayed = 0;
  for (const [kind, replay] of replays) {
    const ofKind = purged.filter((entry) => entry.kind === kind);
    const all = new Set(ofKind.map(({ id }) => id));
    for (const { accountId, ids } of pagesOf(ofKind)) {
      for (const id of await thereAgain(parts.db, kind, accountId, ids)) {
        await replay(parts, accountId, id, all).catch(unlessGone);
        replayed += 1;
      }
    }
  }
  return replayed;
}

function* pagesOf(purged: readonly Purged[]): Generator<{ accountId: string; ids: readonly string[] }> {
  for (const [accountId, entries] of Map.groupBy(purged, (entry) => entry.accountId)) {
    const ids = entries.map(({ id }) => id);
    for (let from = 0; from < ids.length; from += pageSize) yield { accountId, ids: ids.slice(from, from + pageSize) };
  }
}

/** Condition by which a row of each kind counts as restored. */
const undone: Record<PurgedKind, string> = {
  api_key: 'revoked_at is null',
  collection: 'deleted_at is null',
  conversation: 'deleted_at is null',
  memory: 'true',
  message: "content <> ''",
};

async function thereAgain(
  db: Database,
  kind: PurgedKind,
  accountId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(kind)}
    where account_id = ${accountId} and id = any(${ids}::uuid[]) and ${sql.raw(undone[kind])}`.execute(db);
  return rows.map(({ id }) => id);
}

/** It was deleted with something purged before it. */
function unlessGone(error: unknown): void {
  if (!(error instanceof NotFoundError)) throw error;
}
