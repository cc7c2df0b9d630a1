import { expect, test } from 'vitest';
import { makeQuestion, makeScope, makeTurn, rankedOf } from './fixtures/make-turn.ts';
import { shippedModel, similarity } from './fixtures/shipped-model.ts';
import { createRanker } from './ranker.ts';
import type { Turn } from './turn-columns.ts';

const ranker = createRanker(shippedModel, similarity);
const pieces = Uint16Array.of(2_000);
const long = 0;

const asked = makeTurn({ id: 'asked', role: 'USER', ordinal: 0 });
const reply = makeTurn({ id: 'reply', role: 'ASSISTANT', ordinal: 1, patterns: long, pieces });

/** How well the first turn matches the question, with what stands around it: the share of the best match. */
function matchOfFirst(turns: readonly Turn[], text = 'When did the flood come?') {
  const participants = [
    { speaker: null, role: 'USER' },
    { speaker: null, role: 'ASSISTANT' },
  ] as const;
  const question = makeQuestion({ text, pieces });
  const ranked = rankedOf(turns, (columns) => ranker.ask(question, makeScope({ participants })).rank(columns));
  const first = ranked.find(({ id }) => id === turns[0]?.id);
  return first?.explain().find(({ name }) => name === 'msw2')?.value;
}

test('the long reply of an assistant tells what a short turn before it is about', () => {
  expect(matchOfFirst([asked, reply])).toBeCloseTo(0.6, 6);
});

test.each([
  [
    'another text stands between',
    [asked, makeTurn({ id: 'other', role: 'USER', ordinal: 1 }), { ...reply, ordinal: 2 }],
  ],
  ['the reply came on another day', [asked, { ...reply, day: asked.day + 1 }]],
  ['the reply is in another conversation', [asked, { ...reply, session: 2 }]],
  ['a user says it', [asked, { ...reply, role: 'USER' as const }]],
  ['the assistant goes on itself', [{ ...asked, role: 'ASSISTANT' as const }, reply]],
  ['the turn before it is long, too', [{ ...asked, patterns: long }, reply]],
])('it tells nothing where %s', (_case, turns) => {
  expect(matchOfFirst(turns)).toBeUndefined();
});

test('a question for what the assistant said finds the reply by its own words alone', () => {
  expect(matchOfFirst([asked, reply], 'What did you say about the flood?')).toBeUndefined();
});
