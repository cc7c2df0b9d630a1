import { type Kysely, sql } from 'kysely';

/**
 * The length of a message in UTF-16 code units, as the API counts everywhere (characters beyond U+FFFF are two). Stored, so that a
 * window shows it without reading the content.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table message add column content_length integer not null generated always as (
      char_length(content) + char_length(regexp_replace(content, '[^\\U00010000-\\U0010FFFF]+', '', 'g'))
    ) stored`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table message drop column content_length`.execute(db);
}
