import { type RawBuilder, sql } from 'kysely';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { tenantTables } from '../../src/platform/db/tables.ts';

const ofCollection = sql`from stream s join collection c using (account_id, id)`;

/** Invariants of all rows once nobody writes and all consumers have caught up: each statement selects the violations. */
const laws: Readonly<Record<string, RawBuilder<unknown>>> = {
  'a collection counts its current memories': sql`
    select s.id, s.memory_count, n.* ${ofCollection} cross join lateral (
      select count(*)::int as current from memory m where m.account_id = s.account_id and m.collection_id = s.id
        and m.status = 'CURRENT') n where s.memory_count <> n.current`,
  'a collection counts its conversations': sql`
    select s.id, s.conversation_count, n.* ${ofCollection} cross join lateral (
      select count(*)::int as there from conversation o where o.account_id = s.account_id and o.collection_id = s.id) n
    where s.conversation_count <> n.there`,
  'a conversation counts its messages, which have no gap': sql`
    select s.id, s.message_count, n.* from stream s cross join lateral (
      select count(*)::int as there, coalesce(max(seq), 0) as last from message m
      where m.account_id = s.account_id and m.conversation_id = s.id) n
    where s.kind = 'conversation' and (s.message_count <> n.there or n.last <> n.there)`,
  'events have no gap': sql`
    select s.kind, s.id, s.seq, n.* from stream s cross join lateral (
      select count(*)::int as there, coalesce(max(seq), 0) as last from event e
      where e.account_id = s.account_id and e.kind = s.kind and e.stream_id = s.id) n
    where s.seq <> n.there or n.last <> n.there`,
  'each revision is told once': sql`
    select m.id, m.revision, n.* from memory m cross join lateral (
      select count(*)::int as told from event e where e.account_id = m.account_id and e.kind = 'collection'
        and e.stream_id = m.collection_id and e.subject_id = m.id and e.type like 'Memory%'
        and not e.changed @> '{embeddingStatus}') n where m.revision <> n.told`,
  'a history has all revisions, and the last is how the memory is': sql`
    select m.id, m.revision, n.* from memory m cross join lateral (
      select count(*)::int as there, count(*) filter (where r.revision = m.revision and (r.status, r.kind, r.tags,
        r.metadata, r.valid_from, r.valid_to) is not distinct from (m.status, m.kind, m.tags, m.metadata, m.valid_from,
        m.valid_to))::int as equal from memory_revision r where r.account_id = m.account_id and r.memory_id = m.id) n
    where m.revision <> n.there or n.equal <> 1`,
  'what is gone was told to be': sql`
    select e.subject_id from event e join collection c on c.account_id = e.account_id and c.id = e.stream_id
    where e.type = 'MemoryAdded' and not exists (
      select from memory m where m.account_id = e.account_id and m.id = e.subject_id) and not exists (
      select from event f where f.account_id = e.account_id and f.stream_id = e.stream_id and f.seq > e.seq
        and (f.type = 'ConversationDeleted' or (f.type = 'MemoryForgotten' and f.subject_id = e.subject_id)))`,
  'what counts was replaced by nothing': sql`
    select id from memory where status = 'CURRENT' and superseded_by is not null`,
  'nothing that comes from no message counts twice': sql`
    select collection_id, content_hash, speaker from memory where status = 'CURRENT' and message_id is null
    group by 1, 2, 3 having count(*) > 1`,
  'words of current memories are counted, and no others': sql`
    select * from (
      select collection_id, term, memories from term_statistic where kind = 'stem') counted full join (
      select collection_id, lexeme as term, count(*)::int as there from memory cross join unnest(terms)
      where status = 'CURRENT' group by 1, 2) held using (collection_id, term) where memories is distinct from there`,
  'only current memories name something': sql`
    select m.id from mention n join memory m on m.account_id = n.account_id and m.id = n.memory_id
    where m.status <> 'CURRENT'`,
  'keys stand for what is there': sql`
    select key from idempotency i where mutation in ('addMemory', 'supersedeMemory') and not exists (
      select from memory m where m.account_id = i.account_id and m.id = any(i.result_ids))`,
  'a run counts what is still gone by it': sql`
    select r.id, r.merged, r.retired, n.* from consolidation_run r cross join lateral (
      select count(*) filter (where p.kind = 'MERGE')::int as merged_still,
        count(*) filter (where p.kind = 'RETIRE')::int as retired_still
      from consolidation_proposal p join proposal_memory g on g.account_id = p.account_id and g.proposal_id = p.id
      where p.account_id = r.account_id and p.run_id = r.id and g.role = 'GO' and g.revision_left is not null
        and not g.restored) n
    where r.merged < n.merged_still or r.retired < n.retired_still or r.status in ('QUEUED', 'RUNNING')`,
  'a run of an agent ends once': sql`
    select r.id, r.status, n.* from agent_run r cross join lateral (
      select count(*)::int as ends from event e where e.account_id = r.account_id and e.kind = 'agent_run'
        and e.stream_id = r.id and e.type = 'AgentRunFinished') n where n.ends <> 1`,
  'a run that was cancelled has no answer': sql`
    select id, status, answer_message_id from agent_run
    where cancel_requested and (status = 'SUCCEEDED' or answer_message_id is not null)`,
  'what was deleted is erased': sql`
    select id from conversation where deleted_at is not null
    union all select id from collection where deleted_at is not null`,
};

/** Returns the violated invariants, each with some of its violations. */
export async function brokenLaws(db: Database): Promise<Record<string, readonly unknown[]>> {
  const broken: Record<string, readonly unknown[]> = {};
  for (const [law, breaks] of Object.entries(laws)) {
    const { rows } = await breaks.execute(acrossAccounts(db, ...tenantTables));
    if (rows.length > 0) broken[law] = rows.slice(0, 5);
  }
  return broken;
}
