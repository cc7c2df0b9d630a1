import type { PostgresPool } from 'kysely';
import type pg from 'pg';
import type { PoolFigures } from '../operations/system.ts';

/** A pool that counts how often somebody waited too long for a connection. */
export interface MeteredPool extends PostgresPool {
  connect(): Promise<pg.PoolClient>;
  figures(): PoolFigures;
}

export function meteredPool(name: string, pool: pg.Pool): MeteredPool {
  let timeouts = 0;
  return {
    options: pool.options,
    connect: async () => {
      try {
        return await pool.connect();
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('timeout exceeded')) timeouts += 1;
        throw error;
      }
    },
    end: () => pool.end(),
    figures: () => ({
      name,
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      max: pool.options.max,
      timeouts,
    }),
  };
}
