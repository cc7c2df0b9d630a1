/** Runs a statement and gives its rows as text. */
export type RunSql = (sql: string) => readonly (readonly string[])[];

/** More log than this is written off by a checkpoint: it bounds the folder, and how long a start takes after a crash. */
const LOG_BYTES = 32 * 1024 * 1024;

const LOG_SINCE_CHECKPOINT = `
  SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint FROM pg_control_checkpoint()`;

/** The thresholds are those of Postgres's own autovacuum. */
const NEEDIEST_TABLE = `
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
  FROM needs WHERE bloated OR outdated ORDER BY bloated DESC, changed DESC LIMIT 1`;

/**
 * Does one of the things that Postgres leaves to processes which PGlite does not have: the checkpointer and the
 * autovacuum. Gives the statement that was run, or null where nothing was due.
 */
export function doChore(run: RunSql): string | null {
  const [logBytes] = run(LOG_SINCE_CHECKPOINT)[0] ?? [];
  const chore = Number(logBytes) > LOG_BYTES ? 'CHECKPOINT' : run(NEEDIEST_TABLE)[0]?.[0];
  if (chore === undefined) return null;
  run(chore);
  return chore;
}
