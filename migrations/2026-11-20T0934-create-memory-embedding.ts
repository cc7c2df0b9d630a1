import { type Kysely, sql } from 'kysely';
import { vectorType } from '../src/platform/db/vector.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table memory_embedding (
      account_id text not null,
      memory_id uuid not null,
      collection_id uuid not null,
      model text not null,
      vector ${sql.raw(await vectorType(db))} not null,
      scale real not null,
      primary key (account_id, memory_id, model),
      foreign key (account_id, memory_id) references memory (account_id, id) on delete cascade
    )`.execute(db);
  await sql`create index memory_embedding_by_collection on memory_embedding (account_id, collection_id, model)`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table memory_embedding`.execute(db);
}
