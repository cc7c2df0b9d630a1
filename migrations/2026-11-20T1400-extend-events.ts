import { type Kysely, sql } from 'kysely';

/** Runs have streams of their own, and events carry numbers beside ids. Old events are found by age. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event add column data jsonb`.execute(db);
  await sql`
    alter table stream add constraint stream_kind_check
    check (kind in ('collection', 'conversation', 'agent_run', 'consolidation_run'))`.execute(db);
  // Events are stored in the order of their time, or nearly: an index of blocks is enough, and costs a write nothing.
  await sql`create index event_at on event using brin (at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index event_at`.execute(db);
  await sql`alter table stream drop constraint stream_kind_check`.execute(db);
  await sql`alter table event drop column data`.execute(db);
}
