import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { claimKey, claimKeys, forgetKeys, forgetMaking, settleKeys } from '../../src/platform/db/idempotency.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { useDatabase } from '../support/database.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const keys = 3_000;

/** The keys of an account that sends one with every call. */
async function busyAccount() {
  const accountId = `account ${randomUUID()}`;
  const parentId = newId();
  const scope = { accountId, mutation: 'addMemory', parentId, makes: 'Memory' };
  const calls = Array.from({ length: keys }, (_, n) => ({ key: `key ${n}`, body: {}, resultIds: [newId()] }));
  await claimKeys(db, scope, calls);
  await sql`analyze idempotency`.execute(db);
  const left = async () => {
    const rows = db.selectFrom('idempotency').select('key').where('account_id', '=', accountId);
    return (await rows.execute()).length;
  };
  return { accountId, parentId, made: calls.flatMap(({ resultIds }) => resultIds), left };
}

test('deleting keys of erased results uses the index instead of reading all keys of the account', async () => {
  const { accountId, made, left } = await busyAccount();
  const others = made.slice(0, 200).map(() => newId());
  const steps = await runPlans(db, () => forgetMaking(db, accountId, others), /delete from/);
  expect(steps).not.toEqual([]);
  expect(looked(steps)).toBeLessThan(keys);
  expect(await left()).toBe(keys);
});

test('deletes the keys of calls by the objects that they made, or also by the parent they made them in', async () => {
  const { accountId, parentId, made, left } = await busyAccount();
  await forgetMaking(db, accountId, made.slice(0, 10));
  await forgetMaking(db, accountId, [parentId]);
  expect(await left()).toBe(keys - 10);
  await forgetKeys(db, accountId, made.slice(0, 20));
  expect(await left()).toBe(keys - 20);
  await forgetKeys(db, accountId, [parentId]);
  expect(await left()).toBe(0);
});

test('a key is scoped to account, parent and mutation, and returns the results claimed or settled there', async () => {
  const [account, parentId] = [`account ${randomUUID()}`, newId()];
  const mutation = 'addMemory';
  const places = [
    { accountId: account, parentId, mutation },
    { accountId: `account ${randomUUID()}`, parentId, mutation },
    { accountId: account, parentId: newId(), mutation },
    { accountId: account, parentId, mutation: 'addMemories' },
  ];
  const calls = places.map((place, n) => ({
    scope: { ...place, makes: 'Memory' },
    call: { key: 'first', body: { content: `memory ${n}` }, resultIds: [newId()] },
  }));
  for (const { scope, call } of calls) expect(await claimKey(db, scope, call)).toBeNull();
  const answers = () => Promise.all(calls.map(({ scope, call }) => claimKey(db, scope, call)));
  const made = calls.map(({ call }) => call.resultIds);
  expect(await answers()).toEqual(made);
  const found = newId();
  for (const { scope } of calls.slice(0, 1)) await settleKeys(db, scope, [{ key: 'first', resultIds: [found] }]);
  expect(await answers()).toEqual([[found], ...made.slice(1)]);
});

test('the table of keys has only indexes that are used', async () => {
  const { rows } = await sql<{ index: string }>`
    select indexrelid::regclass::text as index from pg_index where indrelid = 'idempotency'::regclass order by 1`.execute(
    db,
  );
  expect(rows.map(({ index }) => index)).toEqual(['idempotency_by_result', 'idempotency_pkey']);
});
