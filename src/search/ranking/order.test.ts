import { expect, test } from 'vitest';
import { bestPlaces, placesByScore } from './order.ts';

/** Few values, so that many scores are equal. */
const scoresOf = (length: number): Float64Array => Float64Array.from({ length }, (_, place) => (place * 7) % 5);
/** Later places have smaller ids. */
const idOf = (place: number): string => String.fromCharCode(0x7a - place);

test.each([0, 1, 3, 4, 5, 20])('the best of %i places are the first of all in order', (length) => {
  const scores = scoresOf(length);
  const inOrder = [...placesByScore(scores, idOf)];
  for (const most of [1, 2, 4]) expect(bestPlaces(scores, idOf, most)).toEqual(inOrder.slice(0, most));
});
