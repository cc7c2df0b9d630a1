import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { fetchJoinedPage, fetchPage, fetchPages, type PageRequest } from '../../src/platform/db/page.ts';
import { useDatabase } from '../support/database.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();

const [full, short, empty] = [randomUUID(), randomUUID(), randomUUID()];
const items = [
  ...Array.from({ length: 12 }, (_, n) => ({ id: randomUUID(), parent: full, n })),
  ...Array.from({ length: 2 }, (_, n) => ({ id: randomUUID(), parent: short, n })),
];
const list = db
  .selectFrom(
    sql<{ id: string; parent: string; n: number }>`
      json_to_recordset(${JSON.stringify(items)}::json)`.as<'item'>(sql`item (id uuid, parent uuid, n int)`),
  )
  .select(['item.id', 'item.n']);
const parents = { column: 'item.parent', ids: [empty, full, short, full] };
const start: PageRequest = { limit: 5, direction: 'forward', after: null, before: null };

for (const order of ['asc', 'desc'] as const) {
  for (const direction of ['forward', 'backward'] as const) {
    test(`pages of many lists equal those of each list alone, ${order}, ${direction}`, async () => {
      const by = { by: 'item.n', id: 'item.id', direction: order };
      const request = { ...start, direction };
      const pages = await fetchPages(db, list, by, parents, request);
      expect([...pages.keys()]).toEqual([empty, full, short]);
      for (const [parent, page] of pages) {
        expect(page).toEqual(await fetchPage(list.where('item.parent', '=', parent), by, request));
      }
      const last = pages.get(full)?.items.at(direction === 'forward' ? -1 : 0)?.keyset ?? null;
      const on = { ...request, [direction === 'forward' ? 'after' : 'before']: last };
      expect((await fetchPages(db, list, by, parents, on)).get(full)).toEqual(
        await fetchPage(list.where('item.parent', '=', full), by, on),
      );
    });

    test(`a joined page of many lists equals that of one list of all, ${order}, ${direction}`, async () => {
      const by = { by: 'item.n', id: 'item.id', direction: order };
      const both = list.where('item.parent', 'in', [full, short]);
      let request: PageRequest = { ...start, direction };
      for (let pages = 0; pages < 3; pages += 1) {
        const page = await fetchJoinedPage(db, list, by, parents, request);
        expect(page).toEqual(await fetchPage(both, by, request));
        const last = page.items.at(direction === 'forward' ? -1 : 0)?.keyset ?? null;
        request = { ...request, [direction === 'forward' ? 'after' : 'before']: last };
      }
    });
  }
}

test('many rows are read in several statements, with the same page for each list', async () => {
  const by = { by: 'item.n', id: 'item.id', direction: 'asc' } as const;
  const wide = { ...start, limit: 100 };
  const pages = await fetchPages(db, list, by, parents, wide);
  expect([...pages.keys()]).toEqual([empty, full, short]);
  for (const [parent, page] of pages) {
    expect(page).toEqual(await fetchPage(list.where('item.parent', '=', parent), by, wide));
  }
  const many = { ...parents, ids: [...parents.ids, ...Array.from({ length: 7 }, () => randomUUID())] };
  expect(await countStatements(() => fetchPages(db, list, by, many, wide))).toHaveLength(2);
});

test('pages of many lists throw if their text exceeds the limit', async () => {
  const long = list.select(sql<string>`repeat('x', 2000000)`.as('text'));
  const by = { by: 'item.n', id: 'item.id', direction: 'asc' } as const;
  const others = Array.from({ length: 4 }, () => randomUUID());
  const wide = { ...start, limit: 100 };
  const reading = fetchPages(db, long, by, { ...parents, ids: [full, ...others, short] }, wide);
  await expect(reading).rejects.toThrow('more than 16777216 characters of text');
});

test('pages of many lists take one statement', async () => {
  const by = { by: 'item.n', id: 'item.id', direction: 'asc' } as const;
  expect(await countStatements(() => fetchPages(db, list, by, parents, start))).toHaveLength(1);
});

test('a list continues beyond a cursor that bounds a page, in either direction', async () => {
  const by = { by: 'item.n', id: 'item.id', direction: 'asc' } as const;
  const read = (request: PageRequest) => fetchPage(list.where('item.parent', '=', full), by, request);
  const keysets = (await read({ ...start, limit: 12 })).items.map(({ keyset }) => keyset);
  const [second, fourth] = [keysets[1] ?? null, keysets[3] ?? null];
  for (const direction of ['forward', 'backward'] as const) {
    const within = await read({ limit: 5, direction, after: second, before: fourth });
    expect(within).toMatchObject({ items: [{ item: { n: 2 } }], hasNext: true, hasPrevious: true });
  }
  expect(await read({ ...start, before: second })).toMatchObject({ hasNext: true, hasPrevious: false });
  const end = { ...start, direction: 'backward', after: keysets[9] ?? null } as const;
  expect(await read(end)).toMatchObject({ hasNext: false, hasPrevious: true });
});

test('an invalid cursor is rejected, whatever it contains', async () => {
  const by = { by: 'item.n', id: 'item.id', direction: 'asc' } as const;
  const id = randomUUID();
  for (const keyset of [
    { sort: 'x', id },
    { sort: '99999999999', id },
    { sort: '1', id: 'x' },
    { sort: '1', id: '\0' },
  ]) {
    for (const request of [
      { ...start, after: keyset },
      { ...start, before: keyset },
    ]) {
      await expect(fetchPage(list, by, request)).rejects.toThrow('not a cursor of this list in this order');
      await expect(fetchPages(db, list, by, parents, request)).rejects.toThrow('not a cursor of this list');
    }
  }
  const broken = list.select(sql<number>`(repeat('x', item.n)::text)::int`.as('no'));
  await expect(fetchPage(broken, by, start)).rejects.toMatchObject({ code: '22P02' });
});
