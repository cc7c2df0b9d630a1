import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Memory } from './memory.ts';

/** Ids of the memories that this one replaced, in a stable order. */
export async function predecessorIds(db: Database, accountId: string, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('memory')
    .select('id')
    .where('account_id', '=', accountId)
    .where('superseded_by', '=', id)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Removes the reasons from other histories that were recorded when these memories replaced them or were withdrawn: they may quote them. */
export async function blankReasonsAbout(db: Database, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update memory_revision set reason = null, counterpart_id = null
    where account_id = ${accountId} and counterpart_id = any(${ids}::uuid[])`.execute(db);
}

/** Waits for open transactions that refer to the memory; later ones wait for this one. */
export async function lockToDelete(db: Database, { accountId, id }: Memory): Promise<void> {
  await db
    .selectFrom('memory')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
}

/** Deletes the row; its vectors and history are deleted by cascade, and links to it become null. */
export async function deleteMemory(db: Database, { accountId, id }: Memory): Promise<void> {
  await db.deleteFrom('memory').where('account_id', '=', accountId).where('id', '=', id).execute();
}
