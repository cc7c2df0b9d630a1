import { type Kysely, sql } from 'kysely';

/** Indexes for what is to be erased, and for the idempotency keys of things made in a parent that is erased. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index collection_deleted on collection (account_id, id) where deleted_at is not null`.execute(db);
  await sql`alter table idempotency drop constraint idempotency_pkey,
    add primary key (account_id, parent_id, mutation, key)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table idempotency drop constraint idempotency_pkey,
    add primary key (account_id, mutation, parent_id, key)`.execute(db);
  await sql`drop index collection_deleted`.execute(db);
}
