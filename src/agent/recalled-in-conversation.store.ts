import { sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Database } from '../platform/db/database.ts';
import type { Known } from './repeats.ts';

/** Number of a conversation's last runs that are read. */
const lastRuns = 20;

/**
 * Returns what the last runs of a conversation were given, including memories that are no longer CURRENT, and what they answered. Runs may
 * have read collections out of reach: whether a text repeats those would tell what they say.
 */
export async function readRecalled(db: Database, reach: Reach, { id }: Conversation): Promise<Known[]> {
  const { accountId } = reach;
  const { rows } = await sql<Known>`
    with run as (
      select id, answer_message_id from agent_run where account_id = ${accountId} and conversation_id = ${id}
      order by created_at desc, id desc limit ${lastRuns}
    )
    select memory.content, memory.speaker from memory
    join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id in (
      select memory_id from agent_run_memory where account_id = ${accountId} and run_id in (select id from run))
      and ${isVisible(reach)}
    union all
    select content, speaker from message where account_id = ${accountId} and id in (select answer_message_id from run)`.execute(
    db,
  );
  return rows;
}
