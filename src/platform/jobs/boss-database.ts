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

/** Retries are delayed by at most half of this, and all other times in the queues lie in the past. */
const furthest = "now() + interval '10 minutes'";

/**
 * Resets times in the queues that lie further in the future than possible: the clock of the database was set back. Until those times came again, no earlier
 * job would be due or taken from a dead process, and none would be sent by cron.
 */
export async function bringBack(source: ConnectionSource, schema: string): Promise<void> {
  await bossDatabase(source).executeSql(`
    update "${schema}".version set cron_on = now() where cron_on > ${furthest};
    update "${schema}".queue set monitor_on = now(), monitor_claim_on = now(), maintain_on = now()
      where greatest(monitor_on, monitor_claim_on, maintain_on) > ${furthest};
    update "${schema}".job set start_after = now() where state < 'active' and start_after > ${furthest};
    update "${schema}".job set started_on = now(), heartbeat_on = now() where state = 'active' and greatest(started_on, heartbeat_on) > ${furthest}`);
}
