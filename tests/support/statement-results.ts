import type { KyselyPlugin } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/** Wraps a database and records every row that it returns. */
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
