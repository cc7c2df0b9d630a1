/** Runs a statement and returns its rows as text. */
export type RunSql = (sql: string) => readonly (readonly string[])[];

/** A checkpoint follows when there is more WAL than this: it bounds the folder, and the recovery time after a crash. */
const LOG_BYTES = 32 * 1024 * 1024;

const LOG_SINCE_CHECKPOINT = `
  SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint FROM pg_control_checkpoint()`;

/** After this time, in milliseconds, remaining chores wait for the next call: no query is answered meanwhile. */
const LONG_ENOUGH_MS = 500;

/** The thresholds are those of Postgres's own autovacuum. */
const NEEDY_TABLES = `
  WITH stats AS (
    SELECT format('%I.%I', s.schemaname, s.relname) AS name, greatest(c.reltuples, 0) AS rows, c.relfrozenxid,
      s.n_dead_tup AS dead, s.n_ins_since_vacuum AS inserted, s.n_mod_since_analyze AS changed
    FROM pg_stat_all_tables s JOIN pg_class c ON c.oid = s.relid
    WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
  ), needs AS (
    SELECT name, changed,
      dead > 50 + 0.2 * rows OR inserted > 1000 + 0.2 * rows OR age(relfrozenxid) > 150000000 AS bloated,
      changed > 50 + 0.1 * rows AS outdated
    FROM stats
  )
  SELECT CASE WHEN bloated THEN 'VACUUM (ANALYZE) ' ELSE 'ANALYZE ' END || name
  FROM needs WHERE bloated OR outdated ORDER BY bloated DESC, changed DESC`;

/**
 * Does the work of processes that PGlite lacks: the checkpointer, and autovacuum. Like autovacuum it goes through all tables
 * in one call: when it did one thing per call, a minute apart under load, the planner took imported tables for empty long after the import.
 * Returns whether nothing is left to do.
 */
export function doChores(run: RunSql): boolean {
  const [logBytes] = run(LOG_SINCE_CHECKPOINT)[0] ?? [];
  if (Number(logBytes) > LOG_BYTES) run('CHECKPOINT');
  const start = performance.now();
  const chores = run(NEEDY_TABLES);
  for (const [at, [chore = '']] of chores.entries()) {
    run(chore);
    if (performance.now() - start > LONG_ENOUGH_MS) return at === chores.length - 1;
  }
  return true;
}
