import type { PoolFigures } from '../operations/system.ts';
import type { StartedDatabase } from './start-database.ts';

/** Connections to others than the database, as `system.metrics.pools` tells of them. */
export const poolsBeside =
  ({ redis, mirror }: Pick<StartedDatabase, 'redis' | 'mirror'>) =>
  (): PoolFigures[] => [
    // Nobody waits for one: commands that find none fail at once.
    ...(redis ? [{ name: 'redis', ...redis.figures, timeouts: 0 }] : []),
    ...(mirror ? [mirror.connection.figures] : []),
  ];
