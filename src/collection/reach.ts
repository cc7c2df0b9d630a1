import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Viewer } from '../account/viewer.ts';

/** The part of an account that a viewer can see: all of it, or certain collections with their descendants. */
export interface Reach {
  readonly accountId: string;
  readonly within: readonly string[] | null;
}

export const reachOf = (viewer: Viewer): Reach => ({
  accountId: viewer.accountId,
  within: viewer.collectionIds && [...viewer.collectionIds],
});

/** Reach of the server itself, or of a caller whose rights were already checked. */
export const wholeAccount = (accountId: string): Reach => ({ accountId, within: null });

/** Condition on rows of `collection`: one of these or a descendant of one; null: any. */
export const isBelow = (ids: readonly string[] | null): RawBuilder<SqlBool> =>
  ids === null ? sql<SqlBool>`true` : sql<SqlBool>`collection.path && ${ids}::uuid[]`;

/** Condition on rows of `collection`: within reach and not deleted. */
export const isVisible = ({ accountId, within }: Reach): RawBuilder<SqlBool> => {
  const present = sql<SqlBool>`collection.account_id = ${accountId} and collection.deleted_at is null`;
  return within === null ? present : sql<SqlBool>`${present} and ${isBelow(within)}`;
};
