import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Viewer } from '../account/viewer.ts';

/** What of an account a viewer can see: all of it, or some collections and what lies below them. */
export interface Reach {
  readonly accountId: string;
  readonly within: readonly string[] | null;
}

export const reachOf = (viewer: Viewer): Reach => ({
  accountId: viewer.accountId,
  within: viewer.collectionIds && [...viewer.collectionIds],
});

/** True of rows of `collection` that are among these, or lie below one of them; of null: of all. */
export const isBelow = (ids: readonly string[] | null): RawBuilder<SqlBool> =>
  ids === null ? sql<SqlBool>`true` : sql<SqlBool>`collection.path && ${ids}::uuid[]`;

/** True of rows of `collection` that the reach covers and nobody has deleted. */
export const isVisible = ({ accountId, within }: Reach): RawBuilder<SqlBool> => {
  const present = sql<SqlBool>`collection.account_id = ${accountId} and collection.deleted_at is null`;
  return within === null ? present : sql<SqlBool>`${present} and ${isBelow(within)}`;
};
