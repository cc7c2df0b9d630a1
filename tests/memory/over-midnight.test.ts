import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import type { Memory } from '../../src/memory/memory.ts';
import type { Page, PageRequest } from '../../src/platform/db/page.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';

const { db } = useDatabase({ poolSize: 1 });
const { memories } = memoryServices(db);

/** Shadows Postgres' own now() on the single connection. */
async function setClock(instant: string): Promise<void> {
  await sql`create schema if not exists clock`.execute(db);
  await sql`create or replace function clock.now() returns timestamptz language sql stable
    as ${sql.lit(`select timestamptz '${instant}'`)}`.execute(db);
  await sql`set search_path to clock, pg_catalog, public`.execute(db);
}

afterAll(async () => {
  await sql`set search_path to default`.execute(db);
  await sql`drop schema clock cascade`.execute(db);
});

const contentsOf = (page?: Pick<Page<Memory>, 'items'>) => page?.items.map(({ item }) => item.content) ?? [];

test('paging by resonance continues across midnight without a gap or a repetition', async () => {
  const home = await Household.create(db);
  const contents = Array.from({ length: 12 }, (_, n) => `cello ${n}`);
  for (const [hour, content] of contents.entries()) {
    const { id } = await home.add(content);
    await sql`
      update memory set resonance = 1, access_count = 1, last_accessed_at = '2026-11-22T00:00:00Z'::timestamptz + make_interval(hours => ${hour})
      where account_id = ${home.viewer.accountId} and id = ${id}`.execute(db);
  }
  const list = [home.collection.id];
  const whole = { of: 'collection', ids: list } as const;
  const read = async (page: Pick<PageRequest, 'after'>) => {
    const request = { limit: 4, direction: 'forward', before: null, ...page } as const;
    const byResonance = { filter: {}, order: 'RESONANCE_DESC', page: request } as const;
    const alone = await memories.page(home.viewer, list, byResonance);
    const among = (await memories.store.pages(reachOf(home.viewer), whole, byResonance)).get(home.collection.id);
    expect(contentsOf(among)).toEqual(contentsOf(alone));
    return alone.items;
  };
  const seen: string[] = [];
  let after: PageRequest['after'] = null;
  for (const clock of ['2026-11-22T23:59:59Z', '2026-11-23T00:00:01Z', '2026-11-24T12:00:00Z']) {
    await setClock(clock);
    const items = await read({ after });
    seen.push(...contentsOf({ items }));
    after = items.at(-1)?.keyset ?? null;
  }
  expect(seen).toEqual(contents.toReversed());
});
