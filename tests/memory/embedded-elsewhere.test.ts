import { expect, test } from 'vitest';
import { embedMemories } from '../../src/memory/embed-memories.ts';
import { nextUnembedded } from '../../src/memory/unembedded.store.ts';
import { TextRefusedError } from '../../src/platform/embedding/embedder.errors.ts';
import type { Embedder } from '../../src/platform/embedding/embedder.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { models } from '../support/models.ts';

const { db } = useDatabase();
const { signal } = new AbortController();
const { model } = models.passages;

const refused = 'Anna moved to Bergen.';

/** An embedder that refuses one text, and calls `meanwhile` first. */
const refusing = (meanwhile: () => Promise<void>): Embedder => ({
  model,
  dimensions: null,
  expectDimensions: () => {},
  async embed(texts, ...others) {
    if (!texts.includes(refused)) return await models.passages.embed(texts, ...others);
    await meanwhile();
    throw new TextRefusedError('It refuses this text');
  },
});

/** A memory without a vector. */
async function unembedded() {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const { id } = await home.add(refused);
  await db.deleteFrom('memory_embedding').where('account_id', '=', accountId).execute();
  await db.updateTable('memory').set({ embedding_status: 'PENDING' }).where('account_id', '=', accountId).execute();
  const memories = await nextUnembedded(db, { accountId, collectionId: null }, { model, after: null, limit: 10 });
  const statusOf = async () => (await home.read(id)).embeddingStatus;
  return { accountId, memories, statusOf };
}

test('a memory whose text is refused is FAILED', async () => {
  const { accountId, memories, statusOf } = await unembedded();
  await embedMemories({ db, embedder: refusing(async () => {}) }, accountId, memories, signal);
  expect(await statusOf()).toBe('FAILED');
});

test('a memory that another process has embedded meanwhile stays READY', async () => {
  const { accountId, memories, statusOf } = await unembedded();
  const elsewhere = () => embedMemories({ db, embedder: models.passages }, accountId, memories, signal);
  await embedMemories({ db, embedder: refusing(elsewhere) }, accountId, memories, signal);
  expect(await statusOf()).toBe('READY');
});
