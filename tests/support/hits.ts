import type { Hit } from '../../src/search/search.ts';

/** A hit of which its id and its score are all that matters. */
export const makeHit = (id: string, score: number): Hit => ({
  id,
  score,
  lexical: null,
  semantic: null,
  graph: null,
  content: id,
  speaker: null,
  validTo: null,
  names: null,
  explain: () => [{ name: 'S', value: score, contribution: score }],
});
