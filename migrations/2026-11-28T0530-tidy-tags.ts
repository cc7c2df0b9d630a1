import { sql } from 'kysely';
import { acrossAccounts } from '../src/platform/db/account-guard.ts';
import type { Database } from '../src/platform/db/database.ts';

/** White space as JavaScript's `trim` has it; Postgres's own class depends on the locale. */
const blanks = '[\\s\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]';

/**
 * Tags are stored without surrounding white space, and each once; filters are asked without it, too. Those of earlier versions would no
 * longer be found. Histories stay as they are.
 */
export async function up(db: Database): Promise<void> {
  const bare = sql`regexp_replace(tag, ${sql.lit(`^${blanks}+|${blanks}+$`)}, '', 'g')`;
  await sql`
    update memory set tags = array(
      select bare from (select ${bare} as bare, place from unnest(tags) with ordinality as t (tag, place)) each
      group by bare order by min(place))
    where tags <> '{}' and exists (
      select from unnest(tags) tag having count(distinct tag) < count(*) or bool_or(tag <> ${bare}))`.execute(
    acrossAccounts(db, 'memory'),
  );
}

/** What the tags were is not known any more. */
export async function down(): Promise<void> {}
