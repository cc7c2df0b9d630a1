/** How often and when a memory was recalled, as it stands in its row. Instants as the database writes them. */
interface Use {
  readonly resonance: number;
  /** Of what answered somebody alone; null or absent where that is all of it. */
  readonly askedResonance?: number | null | undefined;
  readonly accessCount: number;
  readonly lastAccessedAt: string | null;
  readonly freshAt: string | null;
}

/** A memory's recalls before and after those of others were added. */
export interface AddedUse {
  readonly before: Use;
  readonly after: Use;
}
