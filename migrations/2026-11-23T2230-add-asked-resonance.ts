import { type Kysely, sql } from 'kysely';

/** What somebody asked for, apart from what was shown without being asked for. Null as long as nothing was: all of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory add column asked_resonance double precision`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory drop column asked_resonance`.execute(db);
}
