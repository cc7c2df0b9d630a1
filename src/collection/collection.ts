import type { Selectable } from 'kysely';
import type { Tables } from '../platform/db/tables.ts';

/** A set of memories and conversations with settings of its own; collections form trees. */
export interface Collection {
  readonly id: string;
  readonly accountId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly settings: CollectionSettings;
  readonly revision: number;
  readonly memoryCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CollectionSettings {
  readonly duplicateThreshold: number;
  readonly decayHalfLifeDays: number;
  readonly autoConsolidate: boolean;
  readonly language: string;
  readonly timeZone: string;
  readonly retentionDays: number | null;
}

/** The settings of a collection that names none. */
export const defaultSettings: CollectionSettings = {
  duplicateThreshold: 0.95,
  decayHalfLifeDays: 30,
  autoConsolidate: false,
  language: 'en',
  timeZone: 'UTC',
  retentionDays: null,
};

type Row = Selectable<Tables['collection']> & Pick<Selectable<Tables['stream']>, 'seq' | 'memory_count'>;

export const collectionFromRow = (row: Row): Collection => ({
  id: row.id,
  accountId: row.account_id,
  parentId: row.parent_id,
  name: row.name,
  description: row.description,
  settings: {
    duplicateThreshold: row.duplicate_threshold,
    decayHalfLifeDays: row.decay_half_life_days,
    autoConsolidate: row.auto_consolidate,
    language: row.language,
    timeZone: row.time_zone,
    retentionDays: row.retention_days,
  },
  revision: row.seq,
  memoryCount: row.memory_count,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
