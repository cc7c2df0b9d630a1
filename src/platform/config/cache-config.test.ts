import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';

const megabyte = 1024 * 1024;

/** Total size of all caches under a given memory limit. */
function megabytesWithin(limit: string): number {
  const { rankings, answers, turns, plans } = loadConfig({ MEMORY_LIMIT_MB: limit }).caches;
  return [rankings, answers, turns, plans].reduce((sum, cache) => sum + (cache?.bytes ?? 0), 0) / megabyte;
}

test.each([
  ['64', 3.2],
  ['512', 40],
  ['1024', 168],
  ['8192', 382],
])('with a memory limit of %s MB, all caches together hold at most %d MB', (limit, megabytes) => {
  expect(megabytesWithin(limit)).toBeCloseTo(megabytes, 3);
});

test('cache bounds keep their proportions when scaled down', () => {
  const { rankings, answers } = loadConfig({
    MEMORY_LIMIT_MB: '512',
    SEARCH_CACHE_MB: '80',
    RESPONSE_CACHE_MB: '20',
  }).caches;
  expect(rankings.bytes / (answers?.bytes ?? 0)).toBeCloseTo(4, 3);
});

test('a search is cached for 5 minutes, a frequent one for 15, and never shorter than an ordinary one', () => {
  expect(loadConfig({}).caches.rankings).toMatchObject({ ttlMs: 300_000, oftenTtlMs: 900_000, pagingTtlMs: 600_000 });
  expect(loadConfig({ SEARCH_PAGING_TTL: '30' }).caches.rankings).toMatchObject({ pagingTtlMs: 30_000 });
  const longer = { SEARCH_CACHE_TTL: '1200' };
  expect(loadConfig(longer).caches.rankings).toMatchObject({ ttlMs: 1_200_000, oftenTtlMs: 1_200_000 });
});

test('with the response cache off, the other caches get its share', () => {
  const { answers, rankings } = loadConfig({ MEMORY_LIMIT_MB: '512', ENABLE_RESPONSE_CACHE: 'false' }).caches;
  expect(answers).toBeNull();
  expect(rankings.bytes).toBeGreaterThan(loadConfig({ MEMORY_LIMIT_MB: '512' }).caches.rankings.bytes);
});
