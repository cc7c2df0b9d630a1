import { sql } from 'kysely';
import { acrossAccounts } from '../src/platform/db/account-guard.ts';
import type { Database } from '../src/platform/db/database.ts';

/** Tags are stored and looked for in NFC. Those of earlier versions would no longer be found. Histories stay as they are. */
export async function up(db: Database): Promise<void> {
  await sql`
    update memory set tags = array(
      select composed from (
        select normalize(tag) as composed, place from unnest(tags) with ordinality as t (tag, place)) each
      group by composed order by min(place))
    where tags <> '{}' and exists (select from unnest(tags) tag where tag is not nfc normalized)`.execute(
    acrossAccounts(db, 'memory'),
  );
}

/** What the tags were is not known any more. */
export async function down(): Promise<void> {}
