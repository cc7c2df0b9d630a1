import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildConsumers } from '../../src/app/consumers.ts';
import { loadModels } from '../../src/app/load-models.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { Finder } from '../../src/search/finder.ts';
import { turnsStatement } from '../../src/search/sql-engine/session-turns.store.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { nodesOf, planOf } from '../support/plans.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const models = await loadModels();
const log = pino({ level: 'silent' });
const { embedder, questions, ranker } = models;
const finder = new Finder({ db, embedder, questions, ranker, log, recall: null });
const consumers = buildConsumers({ db, jobs: db }, models.reader, log);

/** With more turns than the arms take, so that some stand beside. */
async function talkingHome(): Promise<Household> {
  const home = await Household.create(db);
  const { conversations, messages } = conversationServices(db, { send: async () => {} });
  const { id } = await conversations.create(home.viewer, { collectionId: home.collection.id });
  const texts = ['We were in Rome', 'When was that?', 'In May, with the cello', 'A concert?', 'Two of them', 'Lovely'];
  const turns = Array.from({ length: 150 }, (_, n) => said(`${texts[n % texts.length]} ${n}`, { remember: true }));
  for (let n = 0; n < turns.length; n += 50) await messages.append(home.viewer, id, turns.slice(n, n + 50));
  await consumers.processAll();
  return home;
}

const search = (home: Household, query: string) =>
  finder.find(reachOf(home.viewer), { query, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null });

/** What each statement is, by what no other has. */
const kinds = (statements: readonly string[]) =>
  statements.map((statement) => {
    const [kind] = Object.entries({
      scope: 'ts_parse',
      arms: 'lexical as',
      turns: 'asked.place',
      words: 'group by term',
      begin: 'read only',
      commit: 'commit',
    }).find(([, mark]) => statement.includes(mark)) ?? [statement];
    return kind;
  });

test('a question is read in one transaction that may not write: its arms, then the turns around them', async () => {
  const home = await talkingHome();
  const first = kinds(await countStatements(() => search(home, 'cello')));
  expect(first).toEqual(['scope', 'begin', 'arms', 'turns', 'words', 'commit']);
  const again = kinds(await countStatements(() => search(home, 'the cello concert')));
  expect(again).toEqual(['scope', 'begin', 'arms', 'turns', 'commit']);
});

test('what is counted of words is asked for anew when the statistics have changed', async () => {
  const home = await talkingHome();
  await search(home, 'cello');
  await home.add('the cello was sold');
  await consumers.processAll();
  expect(kinds(await countStatements(() => search(home, 'cello')))).toContain('words');
});

test('each turn and its vector are read by their keys, of an account that the planner knows nothing of, too', async () => {
  await talkingHome();
  await sql`analyze`.execute(db);
  const [vector = null] = await embedder.embed(['tea']);
  const place = () => ({ id: newId(), session: newId(), ordinal: 0, sessionSize: 1 });
  const statement = turnsStatement({
    reach: { accountId: 'new', within: null },
    collectionIds: [newId()],
    filter: {},
    asOf: null,
    stems: ['tea'],
    counts: { memories: 10, meanTerms: 5, frequencies: [1] },
    windows: { joining: [place()], beside: Array.from({ length: 500 }, place) },
    vector,
    model: embedder.model,
  });
  const nodes = nodesOf(await planOf(db, statement));
  const readBy = (table: string) => nodes.filter((node) => node['Relation Name'] === table).map((n) => n['Index Name']);
  expect(readBy('memory')).toEqual(['memory_pkey']);
  expect(readBy('memory_embedding')).toEqual(['memory_embedding_pkey']);
});
