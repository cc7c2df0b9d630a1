import { type Kysely, sql } from 'kysely';

/**
 * Agent runs. The row is also the queue entry: who works on it, until when, and in which attempt. Question and answer are in the
 * messages; only a partial answer is stored here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table agent_run (
      account_id text not null,
      id uuid not null,
      conversation_id uuid not null,
      user_message_id uuid not null,
      answer_message_id uuid,
      model text not null,
      status text not null default 'QUEUED',
      attempt integer not null default 0,
      failures integer not null default 0,
      lease_until timestamptz(3),
      cancel_requested boolean not null default false,
      partial text,
      cached boolean not null default false,
      error text,
      prompt_tokens integer,
      completion_tokens integer,
      principal text not null,
      plan text not null,
      scopes text[] not null,
      collection_ids uuid[],
      created_at timestamptz(3) not null default now(),
      started_at timestamptz(3),
      finished_at timestamptz(3),
      foreign key (account_id, conversation_id) references conversation (account_id, id),
      foreign key (account_id, user_message_id) references message (account_id, id),
      foreign key (account_id, answer_message_id) references message (account_id, id)
    ) with (fillfactor = 70)`.execute(db);
  await sql`create index agent_run_by_conversation on agent_run (account_id, conversation_id, created_at, id)`.execute(
    db,
  );
  await sql`create unique index agent_run_active on agent_run (account_id, conversation_id)
    where status in ('QUEUED', 'RUNNING')`.execute(db);
  await sql`create index agent_run_by_user_message on agent_run (account_id, user_message_id)`.execute(db);
  await sql`create index agent_run_by_answer on agent_run (account_id, answer_message_id)
    where answer_message_id is not null`.execute(db);
  await sql`create index agent_run_waiting on agent_run (created_at) where status = 'QUEUED'`.execute(db);
  await sql`create index agent_run_running on agent_run (account_id) where status = 'RUNNING'`.execute(db);
  // After the indexes: among those of equal cost, as all are in an empty table, Postgres uses the newest.
  await sql`alter table agent_run add primary key (account_id, id)`.execute(db);
  await sql`
    create table agent_run_memory (
      account_id text not null,
      run_id uuid not null,
      memory_id uuid not null,
      position integer,
      quote text,
      foreign key (account_id, run_id) references agent_run (account_id, id) on delete cascade,
      foreign key (account_id, memory_id) references memory (account_id, id) on delete cascade
    )`.execute(db);
  await sql`create index agent_run_memory_by_memory on agent_run_memory (account_id, memory_id)`.execute(db);
  await sql`alter table agent_run_memory add primary key (account_id, run_id, memory_id)`.execute(db);
  await sql`
    create table agent_run_call (
      account_id text not null,
      run_id uuid not null,
      id uuid not null,
      tool text not null,
      input jsonb,
      memory_ids uuid[] not null,
      foreign key (account_id, run_id) references agent_run (account_id, id) on delete cascade
    )`.execute(db);
  await sql`create index agent_run_call_by_run on agent_run_call (account_id, run_id)`.execute(db);
  await sql`alter table agent_run_call add primary key (account_id, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table agent_run_call`.execute(db);
  await sql`drop table agent_run_memory`.execute(db);
  await sql`drop table agent_run`.execute(db);
}
