import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { buildRecall } from '../../src/app/recall.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { memoryConsumer } from '../../src/memory/memory-consumer.ts';
import { Finder } from '../../src/search/finder.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { models } from '../support/models.ts';
import { differences } from '../support/ranking-differences.ts';
import { runnerOf } from '../support/runner-of.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const log = pino({ level: 'silent' });
const recall = buildRecall({ db, jobs: db }, models, 512 * 1024 * 1024, log);
const { embedder, questions, ranker } = models;
const parts = { db, embedder, questions, sql: new SqlEngine({ db, ranker }), log };
const consumers = runnerOf(db, memoryConsumer(models.reader));
const byIndex = new Finder({ ...parts, recall: new RecallEngine({ db, indexes: recall.indexes, ranker }) });
const bySql = new Finder({ ...parts, recall: null });
afterAll(() => recall[Symbol.asyncDispose]());

const api = makeApi(db);

const english = {
  language: 'en',
  said: [
    ['Always list three practice questions when I ask about an exam.', 'I will.'],
    ['The exam takes place in a hall near the station.', 'Good luck with it!'],
    ['My colleague took the same exam in spring.', 'How did it go?'],
  ],
  request: 'Explain what the exam asks about queues',
  question: 'Where does the exam take place?',
};
const german = {
  language: 'de',
  said: [
    ['Die Bank im Garten streiche ich lieber mit Leinöl als mit Lack.', 'Das hält gut.'],
    ['Die Bank im Garten steht neben der Quitte.', 'Ein schöner Platz!'],
    ['Mein Nachbar hat die gleiche Bank gekauft.', 'Wo denn?'],
  ],
  request: 'Womit soll ich die neue Bank streichen?',
  question: 'Wo steht die Bank?',
};

test.each([english, german])(
  'what a user wishes at all times comes first where a service is asked for, alike in both engines: $language',
  async (talk) => {
    const session = await Session.start(api);
    await session.mutate(
      'updateCollection',
      { id: session.collectionId, settings: { language: talk.language } },
      'collection { id }',
    );
    for (const [told = '', reply = ''] of talk.said) {
      await session.says(told, 'USER');
      await session.says(reply);
    }
    await consumers.processAll();
    const reach = reachOf(session.viewer);
    const ask = (query: string) => ({ query, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null }) as const;
    await byIndex.find(reach, ask(talk.question));
    await recall.indexes.idle();
    const raisedFor = async (query: string) => {
      const [held, read] = [await byIndex.find(reach, ask(query)), await bySql.find(reach, ask(query))];
      expect(differences(held.hits, read.hits), query).toEqual([]);
      return held.hits.map((hit) => hit.explain().some(({ name }) => name === 'wishes'));
    };
    expect(await raisedFor(talk.request)).toEqual([true, ...Array(5).fill(false)]);
    expect(await raisedFor(talk.question)).not.toContain(true);
  },
);
