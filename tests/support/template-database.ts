import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
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
  const pool = new pg.Pool({ connectionString: url });
  const { rows } = await pool.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [template],
  );
  await pool.end();
  await administer(
    url,
    rows.map(({ name }) => `drop database ${name}`),
  );
}

/** The URL of another database on the same server. */
export function withName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs statements that cannot run in a transaction, on a connection of their own. */
export async function administer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
