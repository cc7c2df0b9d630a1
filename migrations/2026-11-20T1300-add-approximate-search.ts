import { type Kysely, sql } from 'kysely';

/**
 * `ann`: whether the vector's account has so many vectors that they are searched with an index. No parallel workers on the table: in
 * pgvector before 0.8.4, a parallel build of such an index can leak data of others (CVE-2026-3172).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory_embedding add column ann boolean not null default false`.execute(db);
  await sql`alter table memory_embedding set (parallel_workers = 0)`.execute(db);
  await sql`drop index memory_embedding_by_collection`.execute(db);
  await sql`create index memory_embedding_by_collection on memory_embedding (account_id, collection_id, ann, model)`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index memory_embedding_by_collection`.execute(db);
  await sql`create index memory_embedding_by_collection on memory_embedding (account_id, collection_id, model)`.execute(
    db,
  );
  await sql`alter table memory_embedding reset (parallel_workers)`.execute(db);
  await sql`alter table memory_embedding drop column ann`.execute(db);
}
