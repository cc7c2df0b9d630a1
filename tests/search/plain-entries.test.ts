import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { hashedEntries, plainEntriesOf, readEntries } from '../../src/search/recall-index/plain-entries.ts';
import { useDatabase } from '../support/database.ts';
import { hasEntries } from '../support/naive-recall.ts';

const { db } = useDatabase();

/** As an import or another client may write it. */
const stored =
  String.raw`{}  {"a":"x"}  {"a":"x","b":1}  {"a":["x"]}  {"a":{"x":1},"b":1}  {"a":null}  {"a":"null"}  {"a":true}
  {"a":"true"}  {"a":1}  {"a":1.0}  {"a":10e-1,"b":1}  {"a":"1"}  {"a":1.5}  {"a":0}  {"a":-0}  {"a":-7}  {"a":1e300}
  {"a":9007199254740991}  {"a":9007199254740993}  {"ab":"x"}  {"a":"bx"}  {"a:":"x"}  {"a":":x"}  {"a":""}  {"":"a"}
  {"ä\"\\\n":"é\u2028"}  {"a":"x","😀":"😀"}  {"a":"X"}`.split(/\s{2,}/);

test('containment of plain metadata in the recall index agrees with the database', async () => {
  let contained = 0;
  let others = 0;
  for (const asked of stored) {
    const wanted = plainEntriesOf(JSON.parse(asked));
    if (!wanted) {
      others += 1;
      continue;
    }
    const { rows } = await sql<{ text: string; contains: boolean; entries: Buffer | null }>`
      select text, metadata @> ${asked}::jsonb as contains, ${hashedEntries} as entries
      from (select text, text::jsonb as metadata from unnest(${[...stored, null]}::text[]) text) memory`.execute(db);
    for (const { text, contains, entries } of rows) {
      expect(hasEntries(readEntries(entries), wanted), `${text} and ${asked}`).toBe(contains ?? false);
      contained += contains ? 1 : 0;
    }
  }
  expect(contained).toBeGreaterThan(stored.length);
  // Those without entries, nested values, and numbers that JavaScript may round.
  expect(others).toBe(6);
});
