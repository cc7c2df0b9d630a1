import { sql } from 'kysely';
import type { Conversation } from '../conversation/conversation.ts';
import type { Database } from '../platform/db/database.ts';
import type { Known } from './repeats.ts';

/** So many of a conversation's last runs are looked at. */
const lastRuns = 20;

/** What the last runs of a conversation were given, also what is not CURRENT any more, and what they answered. */
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
