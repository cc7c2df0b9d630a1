import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { parseTsvector } from '../../src/platform/db/tsvector.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

const stemmed = async (text: string, config = 'english') => {
  const { rows } = await sql<{ terms: string; lexemes: string[] }>`
    select t::text as terms, tsvector_to_array(t) as lexemes from to_tsvector(${config}::regconfig, ${text}) t`.execute(
    db,
  );
  const [{ terms, lexemes } = { terms: '', lexemes: [] }] = rows;
  return { ...parseTsvector(terms), lexemes };
};

test('words are read in text order, with repetitions, separately from the date', async () => {
  const { stems, dateStems } = await stemmed('8 May 2023 Anna: the painting and painting in May');
  expect(stems).toEqual(['8', 'may', '2023', 'anna', 'paint', 'paint', 'may']);
  expect(dateStems).toBe(3);
});

test('an empty text has no words', async () => {
  expect(await stemmed('')).toMatchObject({ stems: [], dateStems: 0 });
});

test.each([
  "it's ''quoted'' 'single' \"double\"",
  "back\\slash C:\\temp\\file it\\'s",
  'a,b:c 1:2,3 x:4A y:5B',
  'https://example.org/a?b=c&d=%20 a@b.org 10.000,5 -7e3',
  'Übermäßig naïve 東京 🎻 مرحبا',
])('returns the lexemes of %j', async (text) => {
  for (const config of ['english', 'simple']) {
    const { stems, lexemes } = await stemmed(text, config);
    expect([...new Set(stems)].sort()).toEqual([...lexemes].sort());
  }
});
