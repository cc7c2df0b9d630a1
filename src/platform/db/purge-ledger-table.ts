import type { Generated } from 'kysely';

/** What can be taken away for good by itself. */
export const purgedKinds = ['memory', 'message', 'conversation', 'collection', 'api_key'] as const;
export type PurgedKind = (typeof purgedKinds)[number];

/** Outlives what it tells of, and its account: ids alone, for as long as backups are kept. */
export interface PurgeLedgerTable {
  account_id: string;
  kind: PurgedKind;
  id: string;
  at: Generated<Date>;
  /** The transaction that it came with; a newer one may commit before it. */
  written_by: Generated<string>;
}
