import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { AccountGuard, acrossAccounts } from './account-guard.ts';
import { connectKysely, type Database } from './database.ts';

// Never connects: queries are compiled here, not sent.
const db = connectKysely(new pg.Pool()).withPlugin(new AccountGuard());

const keys = (on: Database) => on.selectFrom('idempotency').select('key').compile();
const memories = (on: Database) => on.deleteFrom('memory').where('kind', '=', 'FACT').compile();
const memoriesInSql = (on: Database) => sql`delete from memory where kind = 'FACT'`.compile(on);

test('refuses a query on an account-scoped table without an account_id, whether built or raw SQL', () => {
  for (const query of [keys, memories, memoriesInSql]) expect(() => query(db)).toThrow('names no account_id');
});

test('passes a query that names the account_id', () => {
  expect(db.selectFrom('memory').select('id').where('account_id', '=', 'a').compile().sql).toContain('account_id');
});

test('acrossAccounts() allows unscoped queries on the named tables only', () => {
  const upkeep = acrossAccounts(db, 'idempotency');
  expect(keys(upkeep).sql).toBe('select "key" from "idempotency"');
  expect(sql`delete from idempotency`.compile(upkeep).sql).toBe('delete from idempotency');
  for (const query of [memories, memoriesInSql]) expect(() => query(upkeep)).toThrow('"memory" names no account_id');
});

test('acrossAccounts() guards all other tables even on an unguarded connection', () => {
  const upkeep = acrossAccounts(connectKysely(new pg.Pool()), 'idempotency');
  expect(() => memories(upkeep)).toThrow('names no account_id');
});
