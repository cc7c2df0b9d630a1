import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startMemoryServer } from '../support/memory-server.ts';
import { mutateBy } from '../support/mutate.ts';

const engine = process.env['TEST_DATABASE_URL'] ? 'postgres' : 'embedded';

const metrics = z.object({
  system: z.object({
    metrics: z.object({
      memoryPressure: z.object({
        usedFraction: z.number(),
        level: z.string(),
        jobsPaused: z.boolean(),
        lastClearedAt: z.string().nullable(),
      }),
      caches: z.array(z.object({ name: z.string(), bytes: z.number().nullable() })),
    }),
  }),
});
const look = `{ system { metrics {
  memoryPressure { usedFraction level jobsPaused lastClearedAt } caches { name bytes } } } }`;

test('a server with too little memory warns, precomputes nothing, clears its caches and keeps answering', {
  timeout: 120_000,
}, async () => {
  // When idle, it has some 75 MB of heap and buffers, and twice that in resident memory.
  const server = await startMemoryServer(engine, { MEMORY_LIMIT_MB: '104' });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const run = await server.runAs('ada');
  const { collection } = await mutateBy(run, 'createCollection', { name: 'Home' }, 'collection { id }');
  const memories = Array.from({ length: 50 }, (_, n) => ({ content: `The kettle number ${n} whistles at dawn.` }));
  await mutateBy(run, 'addMemories', { collectionId: collection.id, memories });

  let asked = 0;
  const search = async () => {
    asked += 1;
    const query = 'query ($input: SearchInput!) { search(input: $input, first: 20) { edges { node { content } } } }';
    expect((await run(query, { input: { query: `kettle ${asked} at dawn` } })).search.edges).not.toEqual([]);
  };
  const state = async () => {
    const { memoryPressure, caches } = metrics.parse(await run(look)).system.metrics;
    return { ...memoryPressure, kept: caches.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) };
  };
  expect(await state()).toMatchObject({ level: 'CRITICAL', jobsPaused: true });

  await search();
  let before = await state();
  expect(before.kept).toBeGreaterThan(0);
  for (;;) {
    await Promise.all(Array.from({ length: 10 }, search));
    const after = await state();
    if (after.lastClearedAt !== before.lastClearedAt && after.kept < before.kept) break;
    before = after;
  }
  await search();
});
