import { expect, test } from 'vitest';
import { newId } from '../platform/db/new-id.ts';
import { holdsUntil, packedRanking, packRanking, unpackRanking } from './packed-ranking.ts';

const hit = (
  score: number,
  arms: Partial<Record<'lexical' | 'semantic' | 'graph', { rank: number; score: number }>>,
) => ({
  id: newId(),
  score,
  lexical: null,
  semantic: null,
  graph: null,
  ...arms,
  explain: () => [],
});

test('unpacks a ranking exactly as it was packed, including scores', async () => {
  const hits = [
    hit(0.1 + 0.2, { lexical: { rank: 1, score: 12.3456789 }, semantic: { rank: 3, score: -0.25 } }),
    hit(-1e-9, { graph: { rank: 2, score: 0 } }),
    hit(0, {}),
  ];
  const packed = packedRanking(Buffer.from(packRanking(hits, null).bytes));
  expect(packed).not.toBeNull();
  const parts = [{ name: 'cosine', value: 1, contribution: 2 }];
  const all = packed ? unpackRanking(packed, async () => parts) : [];
  const unpacked = all.slice();
  const shown = ({ id, score, lexical, semantic, graph }: (typeof unpacked)[number]) => ({
    id,
    score,
    lexical,
    semantic,
    graph,
  });
  expect(unpacked.map(shown)).toEqual(hits.map(shown));
  expect(await unpacked[0]?.explain()).toEqual(parts);
  expect(all.length).toBe(3);
  expect(all.slice(1, 2).map(shown)).toEqual(hits.slice(1, 2).map(shown));
  expect(all.slice(2, 9).map(shown)).toEqual(hits.slice(2).map(shown));
  expect(all.slice(3)).toEqual([]);
});

test('packs an empty ranking, and returns null for malformed bytes', () => {
  expect(packedRanking(packRanking([], null).bytes)?.bytes.length).toBe(9);
  expect(packedRanking(Buffer.from('a'.repeat(61)))).toBeNull();
  const { bytes } = packRanking([hit(1, { lexical: { rank: 1, score: 1 } })], null);
  for (const length of [0, 8, 33, 34, 43]) expect(packedRanking(bytes.subarray(0, length)), `${length}`).toBeNull();
  expect(packedRanking(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeNull();
});

test('stores until when a ranking holds', () => {
  expect(holdsUntil(packRanking([], 1_700_000_000_123))).toBe(1_700_000_000_123);
  expect(holdsUntil(packRanking([], null))).toBeNull();
});

test('a packed ranking does not retain a larger buffer', () => {
  const { bytes } = packRanking([hit(1, {})], null);
  expect(bytes.buffer.byteLength).toBe(bytes.length);
  const read = packedRanking(Buffer.concat([bytes, Buffer.alloc(60_000)]).subarray(0, bytes.length));
  expect(read?.bytes.buffer.byteLength).toBe(bytes.length);
});
