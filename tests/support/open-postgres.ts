import pg from 'pg';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';

/** Connections to a database that the test created, closed at the end of the scope. */
export function openPostgres(connectionString: string): AsyncDisposable & { readonly db: Database } {
  const db = connectKysely(new pg.Pool({ connectionString, max: 2 }));
  return { db, [Symbol.asyncDispose]: () => db.destroy() };
}
