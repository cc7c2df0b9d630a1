import type { Generated } from 'kysely';

/** Kinds of objects that can be purged individually. */
export const purgedKinds = ['memory', 'message', 'conversation', 'collection', 'api_key'] as const;
export type PurgedKind = (typeof purgedKinds)[number];

/** Outlives the purged objects and their account: ids only, kept as long as backups are. */
export interface PurgeLedgerTable {
  account_id: string;
  kind: PurgedKind;
  id: string;
  at: Generated<Date>;
  /** Transaction that wrote the row; a newer transaction may commit before it. */
  written_by: Generated<string>;
}
