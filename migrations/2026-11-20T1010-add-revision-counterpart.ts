import { type Kysely, sql } from 'kysely';

/** The other memory that a change was about: the reason of the change may quote it, so its purge removes the reason, too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory_revision add column counterpart_id uuid`.execute(db);
  await sql`create index memory_revision_by_counterpart on memory_revision (account_id, counterpart_id)
    where counterpart_id is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory_revision drop column counterpart_id`.execute(db);
}
