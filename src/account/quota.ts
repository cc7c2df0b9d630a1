import type { Viewer } from './viewer.ts';

/** How much of one kind of thing an account has, and what its plan allows. */
export interface Quota {
  readonly used: number;
  /** Null: any number. */
  readonly limit: number | null;
}

/** What a viewer is told to be used of a quota: who is limited to some collections learns that it is full, but not how much others have. */
export const usedAsTold = (
  { collectionIds }: Pick<Viewer, 'collectionIds'>,
  { used, limit }: { readonly used: number; readonly limit: number },
): number => (collectionIds === null ? used : Math.min(used, limit));
