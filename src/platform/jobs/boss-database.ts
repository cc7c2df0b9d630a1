import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { ConstructorOptions } from 'pg-boss';

/** Where connections come from: a pool, or a lane of the gate before the embedded database. */
export type ConnectionSource = Pick<PostgresPool, 'connect'>;

/** The database as pg-boss speaks to it: one connection for each call, given back at once. */
export const bossDatabase = (source: ConnectionSource): NonNullable<ConstructorOptions['db']> => ({
  async executeSql(text, values = []) {
    const client = await source.connect();
    try {
      return { rows: rowsOf(await client.query(text, values)) };
    } catch (error) {
      await rollBack(client);
      throw error;
    } finally {
      client.release();
    }
  },
});

/** A text of several statements that failed has left its transaction open. A broken connection is not given back to others anyway. */
const rollBack = (client: PostgresPoolClient): Promise<unknown> => client.query('rollback', []).catch(() => null);

/** A text of several statements answers a list of results. */
const rowsOf = (answer: { readonly rows: unknown[] } | readonly { readonly rows: unknown[] }[]): unknown[] =>
  'rows' in answer ? answer.rows : answer.flatMap(({ rows }) => rows);
