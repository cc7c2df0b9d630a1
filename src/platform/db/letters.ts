import { sql } from 'kysely';
import { ConfigError, type ConfigProblem } from '../config/config-error.ts';
import type { Database } from './database.ts';
import { onlyRow } from './only-row.ts';

const takes = `one that has all letters, which is chosen when it is made: create database NAME encoding 'UTF8' locale 'C.UTF-8' template template0 ('en_US.UTF-8' where the server has no 'C.UTF-8')`;

/** Returns the problem with a database's encoding or character classification; null: none. */
export async function lettersProblem(db: Database): Promise<ConfigProblem | null> {
  const variable = 'DATABASE_URL';
  const { encoding, ctype } = await onlyRow(
    db,
    sql<{ encoding: string; ctype: string }>`
    select pg_encoding_to_char(encoding) as encoding, datctype as ctype from pg_database where datname = current_database()`,
  );
  if (encoding !== 'UTF8') return { variable, got: `a database in the encoding ${encoding}`, takes };
  // Tested by its effect: which settings decide differs between versions of Postgres.
  const { alike } = await onlyRow(
    db,
    sql<{ alike: boolean }>`
    select to_tsvector('pg_catalog.simple', '„Ärger“ Ж') = to_tsvector('pg_catalog.simple', 'ärger ж') as alike`,
  );
  if (alike) return null;
  return {
    variable,
    got: `a database with lc_ctype ${ctype}, in which only words of English letters are found`,
    takes,
  };
}

/** For a new database only: one that already has tables carries on with its limits. */
export async function requireLetters(db: Database): Promise<void> {
  const problem = await lettersProblem(db);
  if (problem) throw new ConfigError([problem]);
}
