import { expect, test } from 'vitest';
import { readAgain } from './readings.ts';

const said = (content: string, speaker: string | null = null) => ({ content, speaker });

test('a text is read once for each speaker and language', () => {
  const reading = readAgain(said('I live in Oslo', 'Ben'), 'en');
  expect(readAgain(said('I live in Oslo', 'Ben'), 'en')).toBe(reading);
  expect(readAgain(said('I live in Oslo', 'Eva'), 'en')).toMatchObject({ clauses: [{ subject: 'eva' }] });
  expect(readAgain(said('I live in Oslo', 'Ben'), 'de')).toMatchObject({ language: 'de' });
});

test('only the most recent readings are kept, and none of long texts', () => {
  const first = readAgain(said('Ada lives in Rome'), 'en');
  const long = said('Ada lives in Rome. '.repeat(50));
  expect(readAgain(long, 'en')).not.toBe(readAgain(long, 'en'));
  expect(readAgain(said('Ada lives in Rome'), 'en')).toBe(first);
  for (let number = 0; number < 10_000; number += 1) readAgain(said(`Room ${number} is open`), 'en');
  expect(readAgain(said('Ada lives in Rome'), 'en')).not.toBe(first);
});
