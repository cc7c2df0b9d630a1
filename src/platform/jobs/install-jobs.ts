import { type Kysely, sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';

/** Makes the schema of pg-boss where it is not there. Later versions of pg-boss change it when they start. */
export async function installJobs(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ exists: boolean }>`select to_regnamespace('pgboss') is not null as exists`.execute(db);
  // A schema that another role made beforehand is used: making one needs a right on the whole database.
  const createSchema = !rows[0]?.exists;
  const boss = new PgBoss({ db: fromKysely(db), createSchema, supervise: false, schedule: false });
  await boss.start();
  await boss.stop();
}
