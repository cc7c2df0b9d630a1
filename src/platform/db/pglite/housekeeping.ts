/** Runs a statement and gives its rows as text. */
export type RunSql = (sql: string) => readonly (readonly string[])[];

/** More log than this is written off by a checkpoint: it bounds the folder, and how long a start takes after a crash. */
const LOG_BYTES = 32 * 1024 * 1024;

const LOG_SINCE_CHECKPOINT = `
  SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint FROM pg_control_checkpoint()`;

/** After so long, in milliseconds, what is still due waits for the next look: nothing is answered meanwhile. */
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
 * Does what Postgres leaves to processes which PGlite does not have: the checkpointer, and the autovacuum, which goes through all tables
 * at a time. One thing at each look, a minute apart under load, and the tables of an import were planned for as empty long after it.
 * Answers whether nothing is left to do.
 */
export function doChores(run: RunSql, now: () => number = () => performance.now()): boolean {
  const [logBytes] = run(LOG_SINCE_CHECKPOINT)[0] ?? [];
  if (Number(logBytes) > LOG_BYTES) run('CHECKPOINT');
  const start = now();
  const chores = run(NEEDY_TABLES);
  for (const [at, [chore = '']] of chores.entries()) {
    run(chore);
    if (now() - start > LONG_ENOUGH_MS) return at === chores.length - 1;
  }
  return true;
}
