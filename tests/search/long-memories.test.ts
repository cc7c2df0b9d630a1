import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { buildRecall } from '../../src/app/recall.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { memoryConsumer } from '../../src/memory/memory-consumer.ts';
import { Finder } from '../../src/search/finder.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import type { SearchMode } from '../../src/search/search.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { differences } from '../support/ranking-differences.ts';
import { runnerOf } from '../support/runner-of.ts';

const { db } = useDatabase();
const log = pino({ level: 'silent' });
const recall = buildRecall({ db, jobs: db }, models, 512 * 1024 * 1024, log);
const { embedder, questions, ranker } = models;
const parts = { db, embedder, questions, sql: new SqlEngine({ db, ranker }), log };
const consumers = runnerOf(db, memoryConsumer(models.reader));
const byIndex = new Finder({ ...parts, recall: new RecallEngine({ db, indexes: recall.indexes, ranker }) });
const bySql = new Finder({ ...parts, recall: null });
afterAll(() => recall[Symbol.asyncDispose]());

/** Texts of as many different words, none of which is in another text. */
const wordsOf = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}${n}`).join(' ');

/** Sixty short memories, of which eight name a key, and long ones of 27, 14 and 7 times the mean length; the longest has a fact in its middle. */
async function manual() {
  const home = await Household.create(db);
  for (let n = 0; n < 60; n += 1) await home.add(`${n % 8 === 0 ? 'my key' : 'note'} ${wordsOf(`short${n}x`, 4)}`);
  for (const length of [75, 150]) await home.add(`the key ${wordsOf(`long${length}x`, length)}`);
  const { id } = await home.add(`${wordsOf('before', 150)} Ludovic hides the spare key here. ${wordsOf('after', 150)}`);
  await consumers.processAll();
  const ask = (query: string, mode: SearchMode) =>
    ({ query, collectionIds: [home.collection.id], mode, filter: {}, asOf: null }) as const;
  return { id, reach: reachOf(home.viewer), ask };
}

test('a sentence of a very long memory is found by its rare words before short memories with one of them, alike in both engines', async () => {
  const { id, reach, ask } = await manual();
  const asked = 'Where does Ludovic hide the spare key?';
  await byIndex.find(reach, ask(asked, 'HYBRID'));
  await recall.indexes.idle();
  for (const query of [asked, 'my key', 'Ludovic before7 long75x3 long150x4', 'key short8x1'])
    for (const mode of ['LEXICAL', 'HYBRID'] as const) {
      const [held, read] = [await byIndex.find(reach, ask(query, mode)), await bySql.find(reach, ask(query, mode))];
      expect(differences(held.hits, read.hits), query).toEqual([]);
      if (mode === 'LEXICAL') expect(held.hits.map(({ score }) => score)).toEqual(read.hits.map(({ score }) => score));
      if (query === asked) expect([held.hits[0]?.id, read.hits[0]?.id]).toEqual([id, id]);
    }
  const [first] = (await byIndex.find(reach, ask('my key', 'LEXICAL'))).hits;
  expect(first?.id).not.toBe(id);
});
