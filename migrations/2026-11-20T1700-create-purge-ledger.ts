import { type Kysely, sql } from 'kysely';

/** The ids of everything that was erased for good: a restored backup still has it, and the ledger says what to erase again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table purge_ledger (
      account_id text not null,
      kind text not null check (kind in ('memory', 'message', 'conversation', 'collection', 'api_key')),
      id uuid not null,
      at timestamptz(3) not null default now(),
      written_by xid8 not null default pg_current_xact_id(),
      primary key (account_id, kind, id)
    )`.execute(db);
  await sql`create index purge_ledger_written on purge_ledger (written_by)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table purge_ledger`.execute(db);
}
