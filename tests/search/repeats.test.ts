import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { buildRecall } from '../../src/app/recall.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { memoryConsumer } from '../../src/memory/memory-consumer.ts';
import { Finder } from '../../src/search/finder.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import type { SearchMode, SearchRequest } from '../../src/search/search.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { conversationServices, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { models } from '../support/models.ts';
import { differences } from '../support/ranking-differences.ts';
import { runnerOf } from '../support/runner-of.ts';

const { db } = useDatabase();
const services = conversationServices(db);
const log = pino({ level: 'silent' });
const recall = buildRecall({ db, jobs: db }, models, 512 * 1024 * 1024, log);
const { embedder, questions, ranker } = models;
const parts = { db, embedder, questions, sql: new SqlEngine({ db, ranker }), log };
const consumers = runnerOf(db, memoryConsumer(models.reader));
const engines = {
  index: new Finder({ ...parts, recall: new RecallEngine({ db, indexes: recall.indexes, ranker }) }),
  sql: new Finder({ ...parts, recall: null }),
};
afterAll(() => recall[Symbol.asyncDispose]());

const facts = [
  'I failed the driving test again',
  'The knee will be fine',
  'We painted the kitchen',
  'My brother has a cello',
];
const greetings = ['Hello, how are you feeling today?', 'Fine, and how are you feeling?'];

/** Two people who repeat the same greetings every day, and sometimes say something else. */
async function smallTalk() {
  const { viewer, collectionId, id } = await startConversation(services);
  const talk = Array.from({ length: 104 }, (_, day) => [
    ...greetings.map((content, place) => said(content, { remember: true, speaker: ['Anna', 'Ben'][place] ?? null })),
    ...(day % 26 === 0 ? [said(facts[day / 26] ?? '', { remember: true, speaker: 'Anna' })] : []),
  ]).flat();
  await services.messages.append(viewer, id, talk);
  // The statistics that both engines use.
  await consumers.processAll();
  const ask = (mode: SearchMode): SearchRequest => ({
    query: 'How did the hello on the road go?',
    collectionIds: [collectionId],
    mode,
    filter: {},
    asOf: null,
  });
  return { reach: reachOf(viewer), ask };
}

test('repeated statements do not displace others, in both engines', async () => {
  const { reach, ask } = await smallTalk();
  await engines.index.find(reach, ask('HYBRID'));
  await recall.indexes.idle();
  for (const mode of ['HYBRID', 'SEMANTIC'] as const) {
    const [held, read] = [await engines.index.find(reach, ask(mode)), await engines.sql.find(reach, ask(mode))];
    expect(held.hits).toHaveLength(facts.length + greetings.length);
    expect(read.hits).toHaveLength(facts.length + greetings.length);
    expect(differences(held.hits, read.hits)).toEqual([]);
  }
  // Words match nothing else here.
  expect((await engines.index.find(reach, ask('LEXICAL'))).hits).toHaveLength(1);
});
