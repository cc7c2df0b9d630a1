/** A set of memories and conversations with settings of its own; collections form trees. */
export interface Collection {
  readonly id: string;
  readonly accountId: string;
  readonly parentId: string | null;
  /** The application's key, unique among its siblings. */
  readonly key: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly settings: CollectionSettings;
  readonly revision: number;
  readonly memoryCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Whether a call created what it returns, found it by the application's key, or repeats an earlier call. */
export type CreateOutcome = 'CREATED' | 'EXISTING' | 'REPLAYED';
export type Created<Thing> = Thing & { readonly outcome: CreateOutcome };

/** `formerParentId`: the parent from which a change moved it; null: it was not moved, or was at the top level. */
export type ChangedCollection = Collection & { readonly formerParentId: string | null };

/** Key of a collection in an account. */
export interface CollectionKey {
  readonly accountId: string;
  readonly collectionId: string;
}

export interface CollectionSettings {
  readonly duplicateThreshold: number;
  readonly decayHalfLifeDays: number;
  readonly autoConsolidate: boolean;
  readonly language: string;
  readonly timeZone: string;
  readonly retentionDays: number | null;
}
