import { expect, test } from 'vitest';
import { loadConfig } from '../platform/config/config.ts';
import { loadModels } from './load-models.ts';

test('as many query vectors are cached as configured', async () => {
  for (const [setting, entries] of [[{}, 10_000] as const, [{ EMBEDDING_CACHE_SIZE: '2' }, 2] as const]) {
    const { embedding, caches } = loadConfig(setting);
    await using models = await loadModels(embedding, caches.embeddings);
    await models.questions.embed(['tea', 'coffee', 'cocoa'], 'query');
    expect(models.questions.figures()).toMatchObject({
      maxEntries: entries,
      entries: Math.min(3, entries),
      maxBytes: caches.embeddings.bytes,
    });
  }
});
