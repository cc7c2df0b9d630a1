import { expect, test } from 'vitest';
import { collectionEvents } from './requests.ts';

test('a gap keeps why and how much is missing: the report of a run names it', () => {
  const gap = { __typename: 'StreamGap', reason: 'OVERFLOW', dropped: 3 };
  expect(collectionEvents.data.parse({ collectionEvents: gap })).toEqual({ collectionEvents: gap });
});
