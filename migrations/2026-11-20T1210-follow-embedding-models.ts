import { type Kysely, sql } from 'kysely';

/** Indexes memories that wait for their vectors, and marks collections that move from one embedding model to another. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index memory_pending on memory (account_id, collection_id, id)
    where embedding_status = 'PENDING'`.execute(db);
  await sql`alter table collection add column former_model text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table collection drop column former_model`.execute(db);
  await sql`drop index memory_pending`.execute(db);
}
