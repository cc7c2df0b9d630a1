import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { administer, connected, withName } from './administer.ts';
import { migrateAll } from './migrated-archive.ts';

declare module 'vitest' {
  interface ProvidedContext {
    engine: 'embedded' | 'postgres';
    poolSize: number;
    /** The name of a migrated database on Postgres. */
    templateDatabase: string;
  }
}

const server = process.env['TEST_DATABASE_URL'] ?? '';

/** What all projects of a run share, and how many of them use it. */
let template: Promise<string> | null = null;
let users = 0;

/** Migrates one database before the tests; those that need a database on Postgres get copies of it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  users += 1;
  template ??= make();
  const name = await template;
  project.provide('templateDatabase', name);
  return async () => {
    users -= 1;
    if (users === 0) await dropWithCopies(server, name);
  };
}

async function make(): Promise<string> {
  const name = `mnemograph_test_${randomBytes(6).toString('hex')}`;
  await administer(server, [`create database ${name}`]);
  const pool = new pg.Pool({ connectionString: withName(server, name), max: 2 });
  await migrateAll(pool);
  await pool.end();
  return name;
}

/** Also drops copies that test files left. Without force: a copy in use reveals a pool that was left open. */
async function dropWithCopies(url: string, template: string): Promise<void> {
  const { rows } = await connected(url, (client) =>
    client.query<{ name: string }>('select datname as name from pg_database where starts_with(datname, $1)', [
      template,
    ]),
  );
  await administer(
    url,
    rows.map(({ name }) => `drop database ${name}`),
  );
}
