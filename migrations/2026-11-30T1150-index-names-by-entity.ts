import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** For each new memory, which looks up whom its names stand for: the entities of a name are few, its mentions may be as many as the memories. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(db, 'mention_by_bearer', 'on mention (account_id, normal, entity_id, type)');
  await sql`drop index concurrently if exists mention_by_name`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(db, 'mention_by_name', 'on mention (account_id, normal)');
  await sql`drop index concurrently if exists mention_by_bearer`.execute(db);
}
