import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import type { StreamKind } from '../db/tables.ts';

/** Deletes streams, their cursors, and up to `limit` of their events; returns the number of deleted streams and events. Later appends find no stream. */
export async function eraseStreams(
  db: Database,
  accountId: string,
  streams: { readonly kind: StreamKind; readonly ids: readonly string[] },
  limit: number,
): Promise<number> {
  const { numDeletedRows: ended } = await db
    .deleteFrom('stream')
    .where('account_id', '=', accountId)
    .where('kind', '=', streams.kind)
    .where(sql<boolean>`id = any(${streams.ids}::uuid[])`)
    .executeTakeFirst();
  await db
    .deleteFrom('consumer')
    .where('account_id', '=', accountId)
    .where('kind', '=', streams.kind)
    .where(sql<boolean>`stream_id = any(${streams.ids}::uuid[])`)
    .execute();
  const { numAffectedRows: events = 0n } = await sql`
    delete from event where account_id = ${accountId} and ctid = any(array(
      select ctid from event
      where account_id = ${accountId} and kind = ${streams.kind} and stream_id = any(${streams.ids}::uuid[])
      limit ${limit}))`.execute(db);
  return Number(ended + events);
}
