import { type RawBuilder, sql } from 'kysely';

/** Whether the key of a row with the columns `account_id` and `api_key_id` was revoked; `row` is the alias of its table. */
export const hasRevokedKey = (row: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from api_key where api_key.account_id = ${sql.ref(`${row}.account_id`)}
    and api_key.id = ${sql.ref(`${row}.api_key_id`)} and api_key.revoked_at is not null)`;
