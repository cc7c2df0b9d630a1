import { type Kysely, sql } from 'kysely';

/** The newest events are looked up by time several times a second: the index should cover all but the last pages of the table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter index event_at set (autosummarize = on)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter index event_at reset (autosummarize)`.execute(db);
}
