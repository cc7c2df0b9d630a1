import { PGlite } from '@electric-sql/pglite';

/**
 * For a single session in a small process. By default Postgres takes 128 MB of buffers, and plans for disks and servers
 * that are not there.
 */
const SETTINGS = {
  shared_buffers: '32MB',
  maintenance_work_mem: '32MB',
  effective_cache_size: '256MB',
  random_page_cost: '1.1',
  jit: 'off',
  max_connections: '10',
  // No replica reads the WAL, so it need not contain what a replica needs.
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '1MB',
  min_wal_size: '8MB',
  max_wal_size: '64MB',
  wal_init_zero: 'off',
  // PGlite turns it off. Commits are synced by `fdatasync`, which Emscripten does not do: see SyncedFiles.
  fsync: 'on',
  wal_sync_method: 'fdatasync',
  // The client receives statement errors; writing each to a log that nobody reads costs time.
  log_min_messages: 'fatal',
} as const;

export const postgresStartParams = (): string[] => [
  ...PGlite.defaultStartParams,
  ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];
