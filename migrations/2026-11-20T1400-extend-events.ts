import { type Kysely, sql } from 'kysely';

/** Runs get streams of their own, and events carry data beside ids. Old events are found by their age. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event add column data jsonb`.execute(db);
  await sql`
    alter table stream add constraint stream_kind_check
    check (kind in ('collection', 'conversation', 'agent_run', 'consolidation_run'))`.execute(db);
  // Events are stored roughly in chronological order: a block-range index is enough, and costs writes nothing.
  await sql`create index event_at on event using brin (at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index event_at`.execute(db);
  await sql`alter table stream drop constraint stream_kind_check`.execute(db);
  await sql`alter table event drop column data`.execute(db);
}
