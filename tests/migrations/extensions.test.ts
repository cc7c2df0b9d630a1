import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { migrate } from '../../src/platform/db/migrate.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { administer, withName } from '../support/template-database.ts';

const server = process.env['TEST_DATABASE_URL'] ?? '';

describe.runIf(inject('engine') === 'postgres')('where another role made the extensions', () => {
  const id = randomBytes(6).toString('hex');
  const [name, role] = [`mnemograph_extensions_${id}`, `mnemograph_role_${id}`];
  const url = withName(server || 'postgres://none', name);
  const ownUrl = Object.assign(new URL(url), { username: role, password: id }).href;

  beforeAll(async () => {
    await administer(server, [`create role ${role} login password '${id}'`, `create database ${name}`]);
    await administer(url, [
      ...['vector', 'pg_trgm', 'btree_gin'].map((extension) => `create extension ${extension}`),
      `grant create on database ${name} to ${role}`,
      `grant create on schema public to ${role}`,
      // As a managed host does that lets nobody make any.
      `create function refuse() returns event_trigger language plpgsql as $$ begin raise 'no extensions here'; end $$`,
      `create event trigger refuse on ddl_command_start when tag in ('CREATE EXTENSION') execute function refuse()`,
    ]);
  });
  afterAll(() => administer(server, [`drop database ${name}`, `drop role ${role}`]));

  test('migrations use them and make none', async () => {
    await using database = openPostgres(ownUrl);
    await expect(sql`create extension if not exists vector`.execute(database.db)).rejects.toThrow('no extensions here');

    expect(await migrate(database.db)).not.toEqual([]);

    const owned = await sql`select from pg_tables where tablename = 'memory' and tableowner = ${role}`.execute(
      database.db,
    );
    expect(owned.rows).toHaveLength(1);
  });
});
