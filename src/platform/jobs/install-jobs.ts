import { type Kysely, sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { usualJobsSchema } from '../config/database-config.ts';
import { jobsSchemaSetting } from '../db/migrate.ts';
import { onlyRow } from '../db/only-row.ts';

/** Creates the schema of pg-boss if it is missing. Later versions of pg-boss migrate it when they start. */
export async function installJobs(db: Kysely<unknown>): Promise<void> {
  const { schema, exists } = await schemaOfJobs(db);
  // Uses a schema that another role created beforehand: creating one needs a privilege on the whole database.
  const boss = new PgBoss({ db: fromKysely(db), schema, createSchema: !exists, supervise: false, schedule: false });
  await boss.start();
  await boss.stop();
}

export async function removeJobs(db: Kysely<unknown>): Promise<void> {
  const { schema } = await schemaOfJobs(db);
  await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(db);
}

const schemaOfJobs = (db: Kysely<unknown>) =>
  onlyRow(
    db,
    sql<{ schema: string; exists: boolean }>`
    with named as (select coalesce(nullif(current_setting(${jobsSchemaSetting}, true), ''), ${usualJobsSchema}) as schema)
    select schema, to_regnamespace(quote_ident(schema)) is not null as exists from named`,
  );
