import { type Kysely, sql } from 'kysely';

/**
 * Resonance from requested recalls alone, without memories that were shown unasked. Null while there were only requested ones: then
 * it equals `resonance`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory add column asked_resonance double precision`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory drop column asked_resonance`.execute(db);
}
