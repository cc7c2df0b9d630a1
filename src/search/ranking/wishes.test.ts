import { expect, test } from 'vitest';
import type { AskedQuestion, Participant } from './engine-port.ts';
import { makeQuestion, makeScope, makeTurn, rankedOf } from './fixtures/make-turn.ts';
import { shippedModel, similarity } from './fixtures/shipped-model.ts';
import { createRanker } from './ranker.ts';
import type { Turn } from './turn-columns.ts';

const ranker = createRanker(shippedModel, similarity);
const [date, prefer, morning] = [1, 2, 3];
const user: Participant = { speaker: null, role: 'USER' };
const assistant: Participant = { speaker: null, role: 'ASSISTANT' };

const wish: Turn = makeTurn({ id: 'wish', ...user, stems: Uint32Array.of(date, prefer, morning), dateStems: 1 });

/** What `wishes` adds to the turn's score. */
function raiseOf(turn: Turn, asked: Partial<AskedQuestion> = {}, participants = [user, assistant]) {
  const scope = makeScope({ participants, memoriesWithWord: () => 2 });
  const question = makeQuestion({ text: 'Plan my training', wishes: [prefer, -1], ...asked });
  const [ranked] = rankedOf([turn], (columns) => ranker.ask(question, scope).rank(columns));
  return ranked?.explain().find(({ name }) => name === 'wishes')?.contribution;
}

test('a wish of the user is raised where a service is asked for, a little though it matches by nothing else', () => {
  expect(raiseOf(wish)).toBeCloseTo(0.16, 10);
});

test('it is raised by how well it matches', () => {
  // One piece of the question, which the memory has: the best of the pool.
  const pieces = Uint16Array.of(2_000);
  expect(raiseOf({ ...wish, pieces }, { pieces })).toBeCloseTo(0.8, 10);
});

test.each([
  ['no service is asked for', wish, { wishes: [] }],
  ['it asks for what the assistant said', wish, { text: 'Which plan did you suggest?' }],
  ['no wish is in it', { ...wish, stems: Uint32Array.of(date, morning) }, {}],
  ['only its date has the stem', { ...wish, dateStems: 2 }, {}],
  ['the assistant says it', { ...wish, ...assistant }, {}],
])('nothing is raised where %s', (_case, turn, asked) => {
  expect(raiseOf(turn, asked)).toBeUndefined();
});

test('nothing is raised where only people talk', () => {
  expect(raiseOf(wish, {}, [user, { speaker: 'Ben', role: 'USER' }])).toBeUndefined();
});
