import type { Pool } from 'pg';
import type { Statement } from './time-spent.ts';

/** How long the statements of one search take when sent by `pg` alone. */
export async function sendDirectly(pool: Pool, statements: readonly Statement[]): Promise<number> {
  const client = await pool.connect();
  try {
    const began = performance.now();
    for (const { sql, parameters } of statements) await client.query(sql, [...parameters]);
    return performance.now() - began;
  } finally {
    client.release();
  }
}
