import { sql } from 'kysely';
import type { EraseDependents } from '../erasure/erase-dependents.ts';
import { eraseStreams } from '../platform/events/erase-streams.ts';

/** Deletes up to `limit` runs of some conversations, with their streams and everything they hold. Returns the number of deleted rows. */
export const eraseAgentRuns: EraseDependents = async (db, accountId, conversationIds, limit) => {
  const { rows } = await sql<{ id: string }>`
    select id from agent_run
    where account_id = ${accountId} and conversation_id = any(${conversationIds}::uuid[]) limit ${limit}`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const streams = await eraseStreams(db, accountId, { kind: 'agent_run', ids }, limit);
  if (streams > 0) return streams;
  await sql`delete from agent_run where account_id = ${accountId} and id = any(${ids}::uuid[])`.execute(db);
  return ids.length;
};
