import type { PostgresPool } from 'kysely';
import type pg from 'pg';
import type { PoolFigures } from '../operations/system.ts';
import { hasRefusedWrites } from '../platform/db/refused-writes.ts';
import { currentRequester, type Requester } from '../platform/turns/requester.ts';
import { RequesterGoneError } from '../platform/turns/turns.errors.ts';
import { Turns } from '../platform/turns/turns.ts';

/** A pool that shares its connections fairly between accounts and counts timeouts of waiting. */
export interface MeteredPool extends PostgresPool {
  connect(): Promise<pg.PoolClient>;
  figures(): PoolFigures;
  /** Whether a caller with one connection may take another while half of them stay free for others. */
  hasSpare(): boolean;
}

export interface MeteredOptions {
  readonly name: string;
  /** Longest wait for a connection. */
  readonly waitMs: number;
  /**
   * Cancels what a connection executes; returns false if the cancel may still arrive later. Omitted: abandoned statements run to
   * their end.
   */
  readonly cancel?: ((client: pg.PoolClient) => Promise<boolean>) | undefined;
  /** Called with the error of each connection that could not be made. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

export function meteredPool(pool: pg.Pool, { name, waitMs, cancel, onFailure }: MeteredOptions): MeteredPool {
  const { max } = pool.options;
  const turns = new Turns({ max, waitMs });
  return {
    options: pool.options,
    connect: async () => {
      const requester = currentRequester();
      const end = await turns.take(requester);
      try {
        const client = await pool.connect().catch((error: unknown) => {
          onFailure?.(error);
          throw error;
        });
        if (!requester?.gone?.aborted) return lent(client, requester, end, cancel);
        // The requester hung up while it connected: the abort event has already fired.
        client.release();
        throw new RequesterGoneError();
      } catch (error) {
        end();
        throw error;
      }
    },
    end: () => pool.end(),
    hasSpare: () => turns.figures.waiting === 0 && 2 * (turns.figures.taken + 2) <= max,
    figures: () => {
      const { taken, waiting, timeouts } = turns.figures;
      return { name, total: pool.totalCount, idle: Math.max(0, pool.totalCount - taken), waiting, max, timeouts };
    },
  };
}

/**
 * Lends a connection until it is released. While its statement is being cancelled nobody else may have it: the cancel would hit
 * theirs. A connection that refuses writes is destroyed.
 */
function lent(
  client: pg.PoolClient,
  requester: Requester | undefined,
  end: () => void,
  cancel: MeteredOptions['cancel'],
): pg.PoolClient {
  const gone = cancel && requester?.gone;
  let cancelling: Promise<boolean> | null = null;
  const hangUp = () => {
    cancelling = cancel?.(client) ?? null;
  };
  gone?.addEventListener('abort', hangUp, { once: true });
  const { release } = client;
  client.release = (destroy) => {
    gone?.removeEventListener('abort', hangUp);
    const give = (usable: boolean) => {
      release.call(client, usable && !hasRefusedWrites(client) ? destroy : true);
      end();
    };
    if (cancelling) void cancelling.then(give);
    else give(true);
  };
  return client;
}
