import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { administer, withName } from './administer.ts';

const server = process.env['TEST_DATABASE_URL'] ?? '';

/** A migrated, empty database on Postgres. */
export interface OwnDatabase {
  readonly name: string;
  readonly url: string;
  /** Waits for closing connections, and fails if one was left open. */
  drop(): Promise<void>;
}

/** Copies the migrated database, for tests of other things than a first start: migrating takes longer than the rest of a start. */
export async function createDatabase(): Promise<OwnDatabase> {
  const template = inject('templateDatabase');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await administer(server, [`create database ${name} template ${template} strategy file_copy`]);
  return { name, url: withName(server, name), drop: () => administer(server, [`drop database ${name}`]) };
}
