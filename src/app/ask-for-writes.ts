import { sql } from 'kysely';
import type { Config } from '../platform/config/config.ts';
import { onlyRow } from '../platform/db/only-row.ts';
import type { OpenDatabase } from './open-database.ts';

/** Throws if the database takes no writes, with as much as it tells of the reason. */
export async function askForWrites({ db, lacksSpace }: OpenDatabase, kind: Config['database']['kind']): Promise<null> {
  if (lacksSpace()) throw new Error('its disk is full: there was no space for a write within the last minute');
  const { readsOnly, isStandby } = await onlyRow(
    db,
    sql<{ readsOnly: boolean; isStandby: boolean }>`
      select current_setting('transaction_read_only') = 'on' as "readsOnly", pg_is_in_recovery() as "isStandby"`,
  );
  if (isStandby) throw new Error('it takes no writes: it is a standby, and DATABASE_URL has to lead to the primary');
  if (!readsOnly) return null;
  // The guard of the embedded database sets it, and nothing else does.
  if (kind === 'embedded') throw new Error('it takes no writes: its disk is nearly full');
  throw new Error(
    'it takes no writes: default_transaction_read_only is on, which managed databases set when their disk is nearly full',
  );
}
