import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildConsumers } from '../../src/app/consumers.ts';
import { rowsOf } from '../../src/platform/db/json-columns.ts';
import { Numbers } from '../../src/search/numbers.ts';
import {
  type ComparedRequest,
  type ComparedTurn,
  readCompared,
} from '../../src/search/sql-engine/compared-turns.store.ts';
import { KnownTurns, turnMemory } from '../../src/search/sql-engine/known-turns.ts';
import { readTurns } from '../../src/search/sql-engine/session-turns.store.ts';
import { TurnScores } from '../../src/search/sql-engine/turn-scores.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { models } from '../support/models.ts';

const { db } = useDatabase();
const { embedder, reader } = models;
const contents = [
  'Anna’s boat is blue',
  "The rock'n'roll boat by the lake",
  'Nothing of the kind',
  'A path\\like this',
];
const words = ['boat', 'blue', 'lake', 'anna', "rock'n'rol", 'path\\like', 'none', 'kind', 'noth'];

async function remembered() {
  const home = await Household.create(db);
  const memories = [];
  for (const content of contents) memories.push(await home.add({ content, speaker: 'Anna', tags: [] }));
  await buildConsumers({ db, jobs: db }, reader, pino({ level: 'silent' })).processAll();
  const [vector = null] = await embedder.embed(['a blue boat']);
  const { accountId } = home.viewer;
  const reach = { accountId, within: null };
  const scope = { reach, collectionIds: [home.collection.id], filter: {}, asOf: null, model: embedder.model };
  return { wanted: memories.map(({ id }) => ({ id, version: null })), vector, scope };
}

test.each([0, 1, 4, 5, 8, 9])(
  'neighbouring turns score the same by %i stems in compared form as in full',
  async (count) => {
    const { wanted, vector, scope } = await remembered();
    const stems = words.slice(0, count);
    const counts = { memories: 4, meanTerms: 3, frequencies: stems.map((_, n) => n % 3) };
    const { reach, model } = scope;
    const { turns } = await readTurns(db, { ...scope, wanted, unplaced: [] });
    for (const one of [vector, null]) {
      const open = new KnownTurns(turnMemory(1_000_000)).open('', '');
      const scores = new TurnScores({ stems, counts, vector: one, numbers: open.numbers });
      const beside = await compared({ accountId: reach.accountId, wanted, model, comparing: scores.comparing });
      const expected = turns.map((row) => scores.of(open.take(String(row.place), row, '')));
      expect(expected.some(({ lexical }) => lexical > 0)).toBe(count > 0);
      expect(expected.every(({ cosine }) => cosine !== 0)).toBe(one !== null);
      expect(beside.map((row) => scores.ofCompared(row))).toEqual(expected);
      const told = ({
        place,
        speaker,
        role,
        day,
        termCount,
        pieces,
        patterns,
      }: Omit<ComparedTurn, 'weight' | 'product'>) => ({ place, speaker, role, day, termCount, pieces, patterns });
      expect(beside.map(told)).toEqual(turns.map(told));
    }
  },
);

test('unchanged turns are not read again, apart from whether they match the filter', async () => {
  const { wanted, vector, scope } = await remembered();
  const { comparing } = new TurnScores({
    stems: ['boat'],
    counts: { memories: 4, meanTerms: 3, frequencies: [2] },
    vector,
    numbers: new Numbers<string>(),
  });
  const { turns, found } = await readTurns(db, { ...scope, wanted, unplaced: [] });
  expect(turns.map(({ place }) => place)).toEqual([1, 2, 3, 4]);
  expect(found).toEqual([1, 2, 3, 4]);
  const known = wanted.map(({ id }, n) => ({ id, version: n === 2 ? '0' : (turns[n]?.version ?? null) }));
  const again = await readTurns(db, { ...scope, wanted: known, unplaced: [] });
  expect([again.turns.map(({ place }) => place), again.found]).toEqual([[3], [1, 2, 3, 4]]);
  const beside = await compared({ accountId: scope.reach.accountId, model: scope.model, comparing, wanted: known });
  expect(beside.map(({ place }) => place)).toEqual([3]);
});

async function compared(request: ComparedRequest): Promise<ComparedTurn[]> {
  const columns = await readCompared(db, request);
  return columns ? rowsOf(columns) : [];
}
