import { expect, test } from 'vitest';
import { recommendation } from './recommendation.ts';

const cache = { name: 'a', hits: 0, misses: 0, evictions: 0, entries: 10, maxEntries: null, bytes: 10, maxBytes: 100 };

test.each([
  [
    'one that is full, and loses what is asked for again',
    { hits: 20, misses: 180, evictions: 150, bytes: 99 },
    /more room$/,
  ],
  ['one that is full of entries', { hits: 20, misses: 180, evictions: 150, maxEntries: 10 }, /more room$/],
  ['one that has room, and whose questions do not repeat', { hits: 20, misses: 180, bytes: 50 }, /would not help$/],
  ['one that does well with a tenth of its room', { hits: 180, misses: 20, bytes: 9 }, /could have less$/],
])('a recommendation is made for a cache: %s', (_, figures, advice) => {
  expect(recommendation({ ...cache, ...figures })).toMatch(advice);
});

test.each([
  ['of which little is known yet', { hits: 1, misses: 98 }],
  ['that does well and is full', { hits: 180, misses: 20, evictions: 500, bytes: 99 }],
  ['that does well and uses its room', { hits: 180, misses: 20, bytes: 50 }],
  ['that does well and uses its room for entries', { hits: 180, misses: 20, bytes: 9, maxEntries: 20 }],
])('no recommendation is made for a cache %s', (_, figures) => {
  expect(recommendation({ ...cache, ...figures })).toBeNull();
});
