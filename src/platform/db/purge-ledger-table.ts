import type { Generated } from 'kysely';

/** What can be taken away for good by itself. */
export type PurgedKind = 'memory' | 'message' | 'conversation' | 'collection' | 'api_key';

/** Outlives what it tells of, and its account: ids alone, for as long as backups are kept. */
export interface PurgeLedgerTable {
  account_id: string;
  kind: PurgedKind;
  id: string;
  at: Generated<Date>;
  /** The transaction that it came with; a newer one may commit before it. */
  written_by: Generated<string>;
}
