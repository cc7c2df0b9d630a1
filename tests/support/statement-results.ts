import type { KyselyPlugin } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/** The same database, and every row that it answers from now on. */
export function recordRows(db: Database): { readonly db: Database; readonly rows: unknown[] } {
  const rows: unknown[] = [];
  const recorder: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      rows.push(...result.rows);
      return result;
    },
  };
  return { db: db.withPlugin(recorder), rows };
}
