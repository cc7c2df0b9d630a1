import { type Kysely, sql } from 'kysely';

/** Consolidation runs, their proposals, and which memories each changed. No row contains what a memory says. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consolidation_run (
      account_id text not null,
      id uuid not null,
      collection_id uuid not null,
      origin text not null,
      status text not null,
      dry_run boolean not null,
      steps text[] not null,
      started_by text not null,
      steps_done integer not null default 0,
      place uuid,
      step_done integer not null default 0,
      step_total integer not null default 0,
      attempts integer not null default 0,
      fence integer not null default 0,
      scanned integer not null default 0,
      merged integer not null default 0,
      retired integer not null default 0,
      bytes_before bigint,
      bytes_after bigint,
      undone boolean not null default false,
      error text,
      created_at timestamptz(3) not null default now(),
      started_at timestamptz(3),
      touched_at timestamptz(3) not null default now(),
      finished_at timestamptz(3),
      foreign key (account_id, collection_id) references collection (account_id, id)
    )`.execute(db);
  await sql`create index consolidation_run_by_age on consolidation_run (account_id, collection_id, created_at, id)`.execute(
    db,
  );
  await sql`create unique index consolidation_run_active on consolidation_run (account_id, collection_id)
    where origin = 'ASKED' and status in ('QUEUED', 'RUNNING')`.execute(db);
  // After the indexes: among those of equal cost, as all are in an empty table, Postgres uses the newest.
  await sql`alter table consolidation_run add primary key (account_id, id)`.execute(db);
  await sql`
    create table consolidation_proposal (
      account_id text not null,
      id uuid not null,
      run_id uuid not null,
      kind text not null,
      state text not null default 'PROPOSED',
      rule text not null,
      safe boolean not null,
      similarity real,
      proposed_tier text,
      memories integer not null,
      decided_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      foreign key (account_id, run_id) references consolidation_run (account_id, id) on delete cascade
    )`.execute(db);
  await sql`create index consolidation_proposal_by_run on consolidation_proposal (account_id, run_id, created_at, id)`.execute(
    db,
  );
  await sql`alter table consolidation_proposal add primary key (account_id, id)`.execute(db);
  await sql`
    create table proposal_memory (
      account_id text not null,
      proposal_id uuid not null,
      ordinal integer not null,
      memory_id uuid not null,
      role text not null,
      revision integer not null,
      revision_left integer,
      before jsonb,
      restored boolean not null default false,
      foreign key (account_id, proposal_id) references consolidation_proposal (account_id, id) on delete cascade,
      foreign key (account_id, memory_id) references memory (account_id, id) on delete cascade
    )`.execute(db);
  await sql`create index proposal_memory_by_memory on proposal_memory (account_id, memory_id, proposal_id)`.execute(db);
  await sql`alter table proposal_memory add primary key (account_id, proposal_id, ordinal)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table proposal_memory`.execute(db);
  await sql`drop table consolidation_proposal`.execute(db);
  await sql`drop table consolidation_run`.execute(db);
}
