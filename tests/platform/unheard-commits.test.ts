import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { notePurged } from '../../src/platform/db/purge-ledger.ts';
import { onCommit } from '../../src/platform/events/commits.ts';
import { UnheardCommits, type UnheardCommitsOptions } from '../../src/platform/events/unheard-commits.ts';
import { useDatabase } from '../support/database.ts';
import { makeStream } from '../support/streams.ts';

const { db } = useDatabase();
const log = pino({ level: 'silent' });

/** Looks for commits as a process that is notified of commits only if `hears` is set. */
function watcher(hears: boolean, options: Partial<UnheardCommitsOptions> = {}) {
  const told: string[] = [];
  const unheard = new UnheardCommits({
    db,
    onWake: hears ? (listener) => onCommit([db], listener) : null,
    onUnheard: (accountId) => told.push(accountId),
    patienceMs: 0,
    log,
    ...options,
  });
  return { unheard, told };
}

test('a commit without a wake-up is found in the log, once', async () => {
  const { ref, add } = await makeStream(db);
  const { unheard, told } = watcher(false);
  expect(unheard.isCurrent).toBe(false);
  await add(2);
  await unheard.look();
  await unheard.look();
  expect(told.filter((accountId) => accountId === ref.accountId)).toHaveLength(1);
  expect(unheard.isCurrent).toBe(true);
  await add();
  await unheard.look();
  expect(told.filter((accountId) => accountId === ref.accountId)).toHaveLength(2);
});

test.skipIf(inject('engine') === 'embedded')(
  'of two overlapping commits, one with earlier events that became visible later is found',
  async () => {
    const { ref, add } = await makeStream(db);
    const { unheard, told } = watcher(false);
    await add();
    await db.transaction().execute(async (transaction) => {
      const ofAccount = sql`where account_id = ${ref.accountId}`;
      await sql`insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, at)
        select account_id, kind, stream_id, 100, type, subject_id, changed, clock_timestamp() from event ${ofAccount}`.execute(
        transaction,
      );
      await add();
      await unheard.look();
    });
    await unheard.look();
    await unheard.look();
    expect(told.filter((accountId) => accountId === ref.accountId)).toHaveLength(2);
  },
);

test('commits with a wake-up are skipped, and those whose wake-up may still come are waited for', async () => {
  const { ref, add } = await makeStream(db);
  await using hearing = watcher(true).unheard;
  const other = watcher(true);
  const patient = watcher(false, { patienceMs: 60_000 });
  await add();
  await hearing.look();
  await other.unheard.look();
  await patient.unheard.look();
  expect(other.told).not.toContain(ref.accountId);
  expect(patient.told).toEqual([]);
});

test('finds a new collection without events, and a deleted one whose events were erased', async () => {
  const { unheard, told } = watcher(false);
  const [maker, deleter] = [`maker ${newId()}`, `deleter ${newId()}`];
  const id = newId();
  await db
    .insertInto('collection')
    .values({ account_id: maker, id, path: [id], name: 'new' })
    .execute();
  await notePurged(db, deleter, 'collection', [newId()]);
  await unheard.look();
  expect(told).toEqual(expect.arrayContaining([maker, deleter]));
});

test('finds commits since the last look, however long ago that was', async () => {
  const { ref, add } = await makeStream(db);
  const { unheard, told } = watcher(false, { windowMs: 1 });
  await unheard.look();
  await add();
  await unheard.look();
  await unheard.look();
  expect(told.filter((accountId) => accountId === ref.accountId)).toHaveLength(1);
});

test('finds commits made after the database clock was set back', async () => {
  const { ref, add } = await makeStream(db);
  const { unheard, told } = watcher(false);
  await add();
  await unheard.look();
  await sql`update event set at = at + '1 hour'::interval where account_id = ${ref.accountId}`.execute(db);
  await add();
  await unheard.look();
  expect(told.filter((accountId) => accountId === ref.accountId)).toHaveLength(2);
});
