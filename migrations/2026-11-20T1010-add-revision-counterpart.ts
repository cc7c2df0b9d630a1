import { type Kysely, sql } from 'kysely';

/** Which other memory a change was about: what its reason says may tell of that one, so its purge takes the reason too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory_revision add column counterpart_id uuid`.execute(db);
  await sql`create index memory_revision_by_counterpart on memory_revision (account_id, counterpart_id)
    where counterpart_id is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory_revision drop column counterpart_id`.execute(db);
}
