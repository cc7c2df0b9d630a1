import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { halfVectorBytes, readHalfVector } from '../../src/platform/db/half-vector.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

test('every value of an int8 vector survives the round trip through the database', async () => {
  const values = Int8Array.from({ length: 255 }, (_, n) => n - 127);
  const { rows } = await sql<{ bytes: Buffer }>`
    select ${halfVectorBytes(sql`${`[${values.join(',')}]`}::vector`)} as bytes`.execute(db);
  expect(readHalfVector(rows[0]?.bytes ?? Buffer.alloc(0))).toEqual(values);
});
