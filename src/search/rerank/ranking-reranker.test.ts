import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makeViewer } from '../../../tests/support/viewer.ts';
import { newId } from '../../platform/db/new-id.ts';
import { RankingReranker } from './ranking-reranker.ts';

test('scores of a ranking of which a memory could not be read are not kept: it may be there again', async () => {
  const reranker = { score: async (_question: string, documents: readonly string[]) => documents.map(() => 1) };
  const ranking = new RankingReranker({ reranker, deadlineMs: 10_000 }, pino({ level: 'silent' }));
  const hit = { id: newId(), score: 1, lexical: null, semantic: null, graph: null, explain: () => [] };
  let reads = 0;
  const request = {
    viewer: makeViewer({ plan: 'PRO' }),
    question: 'Who plays the cello?',
    hits: [hit],
    // As if it was forgotten after the ranking was found.
    read: async () => {
      reads += 1;
      return [];
    },
    signal: new AbortController().signal,
  };
  expect((await ranking.rerank(request)).outcome).toBe('APPLIED');
  expect((await ranking.rerank(request)).outcome).toBe('APPLIED');
  expect(reads).toBe(2);
});
