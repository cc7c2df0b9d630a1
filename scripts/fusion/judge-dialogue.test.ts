import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModels } from '../../src/app/load-models.ts';
import { packagedModels } from '../../src/platform/embedding/model-files.ts';
import { PieceSimilarity } from '../../src/platform/embedding/piece-similarity.ts';
import { loadRanking } from '../../src/search/load-ranking.ts';
import { capturingRanker } from './capturing-ranker.ts';
import { openInProcess } from './in-process.ts';
import { judgeDialogue } from './judge-dialogue.ts';
import { scoresOf } from './judged-pool.ts';
import { readWeights, writeWeights } from './weights-file.ts';

const models = await loadModels();
const { table, model: embeddingModel } = models.embedder;
const shipped = await readWeights(join(packagedModels, 'fusion-weights.json'), table);

const said = [
  ['t1', 'Anna', 'I have bought a cello at the market.'],
  ['t2', 'Ben', 'Was it expensive?'],
  ['t3', 'Anna', 'It was 900 euros, and it is a hundred years old.'],
  ['t4', 'Ben', 'My sister plays the trumpet in Oslo.'],
] as const;
const dialogue = {
  id: 'music',
  sessions: [
    {
      id: 's1',
      sentAt: '2023-05-08T10:00:00Z',
      messages: said.map(([id, speaker, content]) => ({ id, speaker, content })),
    },
  ],
  questions: [
    { id: 'q1', question: 'What did Anna buy at the market?', evidence: ['t1'] },
    { id: 'q2', question: 'Who plays the trumpet?', evidence: ['t4', 't2'] },
    { id: 'q3', question: 'Who cares?', evidence: [] },
  ],
};

test('keeps the ranked pool, with features that reproduce the scores of the product', async () => {
  const ranker = capturingRanker(shipped.model, new PieceSimilarity(table));
  await using product = await openInProcess(models, ranker);
  const pools = await judgeDialogue(product, ranker, dialogue);
  expect(pools.map(({ isGold, gold }) => [isGold.filter(Boolean).length, gold])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  const { id } = await product.collections.create(product.viewer, { name: 'again' });
  const conversation = await product.conversations.create(product.viewer, { collectionId: id });
  await product.messages.append(
    product.viewer,
    conversation.id,
    said.map(([, speaker, content]) => ({ role: 'USER', speaker, content, remember: true })),
  );
  await product.load(id);
  ranker.take();
  const hits = await product.search(id, 'What did Anna buy at the market?');
  const pool = ranker.take();
  if (!pool) throw new Error('Nothing was found');
  const weights = Float64Array.from(shipped.model.weights(embeddingModel, pool.profile), ([, weight]) => weight);
  const scores = scoresOf({ ...pool, isGold: [], gold: 0, group: '' }, weights);
  expect(pool.profile).toBe('people23');
  expect(hits.length).toBe(4);
  for (const hit of hits) {
    // What weights cannot be trained for.
    const penalty = hit.explain().find(({ name }) => name === 'session')?.contribution ?? 0;
    expect(scores[pool.ids.indexOf(hit.id)]).toBeCloseTo(hit.score - penalty, 9);
  }
});

test('writes weights that a model folder can load', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mnemograph-weights-'));
  const path = join(folder.path, 'fusion-weights.json');
  const weights = [
    ['S', 1],
    ['l', 0.25],
    ['asks', -0.1],
    ['answers', 0.5],
    ['dated', 0.3],
  ] as const;
  const people = { names: weights.map(([name]) => name), weights: Float64Array.from(weights, ([, weight]) => weight) };
  const trained = new Map([['people23', people]] as const);
  await writeWeights(path, shipped, trained, table);
  const { model } = await readWeights(path, table);
  expect(model.weights(embeddingModel, 'people23')).toEqual(weights);
  expect(model.weights(embeddingModel, 'joint32')).toEqual(shipped.model.weights(embeddingModel, 'joint32'));
  await expect(loadRanking(table, folder.path)).resolves.toBeDefined();
});
