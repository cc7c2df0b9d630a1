import { sql } from 'kysely';
import { expect, inject, test, vi } from 'vitest';
import { CollectionService } from '../../src/collection/collection.service.ts';
import { MemoryService } from '../../src/memory/memory.service.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { useDatabase } from '../support/database.ts';
import { someWait } from '../support/locks.ts';
import { Household } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { mostInATurn } from '../support/most-in-a-turn.ts';
import { looked, runPlans } from '../support/run-plans.ts';
import { countStatements } from '../support/statements.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { reader } = models;

function services() {
  const collections = new CollectionService(db);
  return { viewer: makeViewer(), collections, memories: new MemoryService({ db, reader, collections }) };
}

test('adds a memory, returns an existing equal one as DUPLICATE, and updates count and revision', async () => {
  const { viewer, collections, memories } = services();
  const collection = await collections.create(viewer, { name: 'Home' });
  const first = await memories.add(viewer, collection.id, { content: 'Anna likes  tea', speaker: 'Anna' });
  const again = await memories.add(viewer, collection.id, {
    content: ' Anna likes tea ',
    speaker: 'Anna',
    tags: ['x'],
  });
  const other = await memories.add(viewer, collection.id, { content: 'Anna likes tea', speaker: 'Ben' });
  expect([first.outcome, again.outcome, other.outcome]).toEqual(['CREATED', 'DUPLICATE', 'CREATED']);
  expect(again.memory).toEqual(first.memory);
  expect(await collections.require(viewer, collection.id)).toMatchObject({ memoryCount: 2, revision: 2 });
});

test('fifty concurrent writers to one collection lose nothing and leave no gap in its stream', async () => {
  const { viewer, collections, memories } = services();
  const { id } = await collections.create(viewer, { name: 'Busy' });
  const added = await Promise.all(
    Array.from({ length: 50 }, (_, n) => memories.add(viewer, id, { content: `fact ${n % 40}` })),
  );
  expect(added.filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(40);
  const events = await db
    .selectFrom('event')
    .select('seq')
    .where('account_id', '=', viewer.accountId)
    .where('stream_id', '=', id)
    .orderBy('seq')
    .execute();
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
});

test('concurrent writers are batched into two transactions of three round trips, including the collection look-up', async () => {
  const { viewer, collections, memories } = services();
  const { id } = await collections.create(viewer, { name: 'Gathered' });
  const writers = Array.from({ length: 50 }, (_, n) => n);
  const statements = await countStatements(() =>
    Promise.all(writers.map((n) => memories.add(viewer, id, { content: `fact ${n}` }))),
  );
  expect(statements).toHaveLength(2 * 3);
});

test('a key with the same input replays, even concurrently, and with another input conflicts', async () => {
  const { viewer, collections, memories } = services();
  const { id } = await collections.create(viewer, { name: 'Keys' });
  const twin = { content: 'once', idempotencyKey: 'k1' };
  const [one, two] = await Promise.all([memories.add(viewer, id, twin), memories.add(viewer, id, twin)]);
  expect([one.outcome, two.outcome].sort()).toEqual(['CREATED', 'REPLAYED']);
  expect(two.memory.id).toBe(one.memory.id);
  await expect(memories.add(viewer, id, { content: 'other', idempotencyKey: 'k1' })).rejects.toMatchObject({
    reason: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('a bulk of existing memories with new keys takes a constant number of statements', async () => {
  const { viewer, collections, memories } = services();
  const { id } = await collections.create(viewer, { name: 'Imported again' });
  const bulk = (keys: string) =>
    memories.addMany(
      viewer,
      id,
      Array.from({ length: 20 }, (_, n) => ({ content: `note ${n}`, idempotencyKey: `${keys} ${n}` })),
      new Map(),
    );
  await bulk('first');
  const statements = await countStatements(() => bulk('second'));
  expect(statements.length).toBeLessThan(10);
  const outcomes = (await bulk('second')).map((one) => 'outcome' in one && one.outcome);
  expect(new Set(outcomes)).toEqual(new Set(['REPLAYED']));
});

test('of a repeated bulk only what is new is read; a known key with another content conflicts', async () => {
  const { viewer, collections, memories } = services();
  const { id } = await collections.create(viewer, { name: 'Sent again' });
  const note = (name: string, content = name) => ({ content, idempotencyKey: name });
  const bulk = (...notes: readonly { content: string }[]) => memories.addMany(viewer, id, notes, new Map());
  const first = await bulk(note('a'), note('b'));
  const read = vi.spyOn(reader, 'read');
  const textsRead = () => read.mock.calls.flatMap(([texts]) => texts.map(({ content }) => content));
  const again = await bulk(note('a'), note('b'));
  expect(textsRead()).toEqual([]);
  expect(again).toEqual(first.map((one) => ({ ...one, outcome: 'REPLAYED' })));
  const mixed = await bulk(note('b'), note('c'), note('a', 'other'), { content: ' ' }, note('a'));
  expect(textsRead()).toEqual(['c', 'other']);
  expect(mixed).toMatchObject([
    again[1],
    { outcome: 'CREATED', memory: { content: 'c' } },
    { reason: 'IDEMPOTENCY_KEY_REUSED' },
    { name: 'ValidationError', issues: [{ path: ['memories', '3', 'content'] }] },
    again[0],
  ]);
  read.mockRestore();
});

test.skipIf(inject('engine') === 'embedded')(
  'bulks of the same memories in different orders do not deadlock',
  async () => {
    const { viewer, collections, memories } = services();
    const { id } = await collections.create(viewer, { name: 'Imported twice' });
    const notes = ['one', 'both', 'other'].map((content) => ({ content }));
    // Both bulks have written their first memory before they continue.
    const holder = await db.startTransaction().execute();
    await sql`
      insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count)
      values (${viewer.accountId}, gen_random_uuid(), ${id}, 'both', sha256('both'), 'FACT', now(), 'simple', '', 0)`.execute(
      holder,
    );
    const statements = await countStatements(async () => {
      const bulks = [notes, notes.toReversed()].map((given) => memories.addMany(viewer, id, given, new Map()));
      await someWait(holder, bulks.length);
      await holder.rollback().execute();
      const outcomes = (await Promise.all(bulks)).map((results) =>
        results.map((one) => 'outcome' in one && one.outcome),
      );
      expect(outcomes.flat().sort()).toEqual([...notes.map(() => 'CREATED'), ...notes.map(() => 'DUPLICATE')]);
    });
    // Neither was aborted as a deadlock victim, which would take a second.
    expect(statements.filter((text) => text.includes('insert into memory ('))).toHaveLength(2);
  },
);

test('adding a memory looks up its message without reading others', async () => {
  const home = await Household.create(db);
  const id = await home.message('said by somebody');
  await sql`insert into message (account_id, id, conversation_id, seq, role, content, sent_at)
    select account_id, gen_random_uuid(), conversation_id, seq + n, role, content, sent_at
    from message cross join generate_series(1, 3000) n where account_id = ${home.viewer.accountId} and id = ${id}`.execute(
    db,
  );
  await sql`analyze message`.execute(acrossAccounts(db, 'message'));
  const steps = await runPlans(db, () => home.add('nobody said so'));
  const messages = steps.filter((step) => step['Relation Name'] === 'message');
  expect(messages).toHaveLength(1);
  expect(looked(messages)).toBe(0);
});

test('adding a bulk of long memories yields to the event loop after each', async () => {
  const home = await Household.create(db);
  const { memories } = services();
  const texts = Array.from({ length: 5 }, (_, n) => ({
    content: `${n} of Anna's letters. ${'She likes tea. '.repeat(1_400)}`,
  }));
  const most = await mostInATurn(async (at) => {
    const { normalize, replaceAll } = String.prototype;
    const look = (text: string) => text.length > 20_000 && at(text.slice(0, 20));
    // Hashes and words of a text are computed with the one, its form is checked with the other.
    const spies = [
      vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string, form?: string) {
        look(this);
        return Reflect.apply(normalize, this, [form]);
      }),
      vi.spyOn(String.prototype, 'replaceAll').mockImplementation(function (this: string, ...given: unknown[]) {
        look(this);
        return Reflect.apply(replaceAll, this, given);
      }),
    ];
    const results = await memories.addMany(home.viewer, home.collection.id, texts, new Map());
    for (const spy of spies) spy.mockRestore();
    expect(results).toMatchObject(texts.map(() => ({ outcome: 'CREATED' })));
  });
  expect(most).toBe(1);
});
