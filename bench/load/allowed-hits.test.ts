import { expect, test } from 'vitest';
import { allowedHits } from './allowed-hits.ts';
import type { Sample } from './samples.ts';

let at = 0;
const did = (
  user: number,
  kind: Sample['kind'],
  text: string | null = null,
  source: Sample['source'] = null,
): Sample => {
  at += 1;
  return { kind, user, at, ms: 1, source, error: null, text };
};

test('only a repeated request without a write in between, of the same account, may hit the cache', () => {
  const { embeddings, rankings, answers, prompts } = allowedHits([
    did(1, 'search', 'Where is Anna?'),
    did(1, 'search', 'Where is Anna?'),
    did(2, 'search', 'Where is Anna?'),
    did(1, 'list', 'memories'),
    did(1, 'add'),
    did(1, 'search', 'Where is Anna?'),
    did(1, 'list', 'memories'),
    did(1, 'answer', 'Who is Ben?', 'found anew'),
    did(1, 'answer', 'Who is Ben?', 'kept answer'),
  ]);
  // The vector of a query is shared by all users; a cached answer needs none.
  expect(embeddings).toEqual({ needed: 5, again: 3 });
  expect(rankings).toEqual({ needed: 4, again: 1 });
  expect(answers).toEqual({ needed: 6, again: 1 });
  expect(prompts).toEqual({ needed: 2, again: 1 });
});

test('what was asked before the load may hit the cache, and is not counted itself', () => {
  const before = { ...did(1, 'search', 'Where is Anna?'), at: -1 };
  const { embeddings, rankings } = allowedHits([did(1, 'search', 'Where is Anna?'), did(1, 'search', 'Who?'), before]);
  expect(embeddings).toEqual({ needed: 2, again: 1 });
  expect(rankings).toEqual({ needed: 2, again: 1 });
});

test('plans are shared by messages of one shape, and simple messages need none', () => {
  const { plans } = allowedHits([
    did(1, 'context', 'Where is Anna?'),
    did(1, 'context', 'Why did Anna leave the harbour?'),
    did(1, 'context', 'Why did Ben leave the garden?'),
    did(2, 'context', 'Why did Ben leave the garden?'),
    did(1, 'context', 'Hello again'),
  ]);
  expect(plans).toEqual({ needed: 4, again: 1 });
});
