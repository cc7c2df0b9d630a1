import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { ConstructorOptions } from 'pg-boss';

/** A pool, or a lane of the embedded database's gate. */
export type ConnectionSource = Pick<PostgresPool, 'connect'>;

/** The database interface of pg-boss: one connection per call, released at once. */
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

/** A failed multi-statement text leaves its transaction open. If the rollback fails, the connection is broken, and is not reused anyway. */
const rollBack = (client: PostgresPoolClient): Promise<unknown> => client.query('rollback', []).catch(() => null);

/** A multi-statement text returns a list of results. */
const rowsOf = (answer: { readonly rows: unknown[] } | readonly { readonly rows: unknown[] }[]): unknown[] =>
  'rows' in answer ? answer.rows : answer.flatMap(({ rows }) => rows);
