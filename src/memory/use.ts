/** Recalls of a memory as stored in its row; instants in the database's text format. */
interface Use {
  readonly resonance: number;
  /** Resonance of recalls that answered a query; null or absent if all did. */
  readonly askedResonance?: number | null | undefined;
  readonly accessCount: number;
  readonly lastAccessedAt: string | null;
  readonly freshAt: string | null;
}

/** A memory's use before and after the recalls of others were added. */
export interface AddedUse {
  readonly before: Use;
  readonly after: Use;
}
