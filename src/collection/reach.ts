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

/** True of rows of `collection`, under the alias given, that the reach covers and nobody has deleted. */
export const isVisible = (reach: Reach, alias = 'collection'): RawBuilder<SqlBool> => {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const present = sql<SqlBool>`${column('account_id')} = ${reach.accountId} and ${column('deleted_at')} is null`;
  return reach.within === null ? present : sql<SqlBool>`${present} and ${column('path')} && ${reach.within}::uuid[]`;
};
