import { PGlite } from '@electric-sql/pglite';

/**
 * For one session in a small process. Without them Postgres takes 128 MB of buffers and plans for a disk and a server
 * that are not there.
 */
const SETTINGS = {
  shared_buffers: '32MB',
  maintenance_work_mem: '32MB',
  effective_cache_size: '256MB',
  random_page_cost: '1.1',
  jit: 'off',
  max_connections: '10',
  // No replica reads the log, so it need not say what a replica would want to know.
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '1MB',
  min_wal_size: '8MB',
  max_wal_size: '64MB',
  wal_init_zero: 'off',
  // PGlite has it off. A commit is synced by `fdatasync`, which Emscripten does not do: see SyncedFiles.
  fsync: 'on',
  wal_sync_method: 'fdatasync',
  // Errors of statements are answered to the client; writing each to a log that nobody reads costs time.
  log_min_messages: 'fatal',
} as const;

export const postgresStartParams = (): string[] => [
  ...PGlite.defaultStartParams,
  ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];
