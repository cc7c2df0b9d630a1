import type { QueryExecutorProvider, RawBuilder } from 'kysely';

/** Runs a statement that answers one row whatever is stored. */
export async function onlyRow<Row>(db: QueryExecutorProvider, statement: RawBuilder<Row>): Promise<Row> {
  const [row] = (await statement.execute(db)).rows;
  if (row === undefined) throw new Error('A statement that always answers a row answered none');
  return row;
}
