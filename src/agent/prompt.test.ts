import { expect, test } from 'vitest';
import { noteLine } from './prompt.ts';

test('a model is told the day that it was where the collection is', () => {
  const note = { memoryId: 'm', content: 'We landed', speaker: 'Anna', number: 2 };
  const validFrom = new Date('2023-05-31T18:45:00Z');
  expect(noteLine({ ...note, validFrom, timeZone: 'UTC' })).toBe('[2] (2023-05-31, Anna) We landed');
  expect(noteLine({ ...note, validFrom, timeZone: 'Asia/Kolkata' })).toBe('[2] (2023-06-01, Anna) We landed');
});
