import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connectKysely } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    engine: 'embedded' | 'postgres';
    templateDatabase: string;
  }
}

/** Migrates one database before the tests of a project; each test file gets a copy of it. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const url = process.env['TEST_DATABASE_URL'];
  if (project.config.name !== 'postgres' || url === undefined) return;
  const name = `mnemograph_template_${process.pid}`;
  await administer(url, [`create database ${name}`]);
  const database = connectKysely(new pg.Pool({ connectionString: withName(url, name), max: 2 }));
  await migrate(database);
  await database.destroy();
  project.provide('templateDatabase', name);
  return () => administer(url, [`drop database ${name}`]);
}

/** The same server, another database. */
export function withName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs statements that no transaction may hold, on a connection of their own. */
export async function administer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
