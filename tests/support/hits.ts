import type { Hit } from '../../src/search/search.ts';

/** A hit for tests that look only at its id and score. */
export const makeHit = (id: string, score: number): Hit => ({
  id,
  score,
  lexical: null,
  semantic: null,
  graph: null,
  fit: { lexical: 0, cosine: 0 },
  content: id,
  speaker: null,
  validTo: null,
  names: null,
  explain: () => [{ name: 'S', value: score, contribution: score }],
});
