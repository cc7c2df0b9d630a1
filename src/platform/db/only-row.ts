import type { RawBuilder } from 'kysely';
import type { Database } from './database.ts';

/** Runs a statement that answers one row whatever is stored. */
export async function onlyRow<Row>(db: Database, statement: RawBuilder<Row>): Promise<Row> {
  const { rows } = await statement.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('A statement that always answers a row answered none');
  return row;
}
