import { sql } from 'kysely';
import type { Conversation } from '../conversation/conversation.ts';
import type { Database } from '../platform/db/database.ts';
import type { Known } from './repeats.ts';

/** Number of a conversation's last runs that are read. */
const lastRuns = 20;

/** Returns what the last runs of a conversation were given, including memories that are no longer CURRENT, and what they answered. */
export async function readRecalled(db: Database, { accountId, id }: Conversation): Promise<Known[]> {
  const { rows } = await sql<Known>`
    with run as (
      select id, answer_message_id from agent_run where account_id = ${accountId} and conversation_id = ${id}
      order by created_at desc, id desc limit ${lastRuns}
    )
    select content, speaker from memory where account_id = ${accountId} and id in (
      select memory_id from agent_run_memory where account_id = ${accountId} and run_id in (select id from run))
    union all
    select content, speaker from message where account_id = ${accountId} and id in (select answer_message_id from run)`.execute(
    db,
  );
  return rows;
}
