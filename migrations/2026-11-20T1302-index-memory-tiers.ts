import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** For bootstrap: the freshest memories of each tier; for the daily upkeep: those whose tier may have faded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_by_tier',
    `on memory (account_id, collection_id, tier, (coalesce(fresh_at, created_at)) desc, id desc) where status = 'CURRENT'`,
  );
  await createIndexConcurrently(
    db,
    'memory_fading',
    `on memory (account_id, id) where status = 'CURRENT' and tier <> 'STABLE' and not tier_pinned`,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists memory_fading`.execute(db);
  await sql`drop index concurrently if exists memory_by_tier`.execute(db);
}
