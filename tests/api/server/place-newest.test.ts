import { expect, test } from 'vitest';
import { placeNewest, takeOut } from '../../../client/place-newest.ts';
import { exampleOf } from '../../support/api-page.ts';
import { EventReader } from '../../support/event-source.ts';
import { mutateBy } from '../../support/mutate.ts';
import { useOperatedServer } from './operated-server.ts';

const { run, connection } = useOperatedServer();

interface Memory {
  readonly id: string;
  readonly createdAt: string;
  readonly status: string;
}

const read = (field: 'id' | 'createdAt', node: Memory) => node[field];

/** A memory of the time `at`, by its key. */
const memory = (key: string, at: number, status = 'CURRENT'): Memory => ({
  ...{ id: Buffer.from(`Memory:${key}`).toString('base64url'), status },
  createdAt: new Date(Date.UTC(2026, 0, at)).toISOString(),
});

const listOf = (hasNextPage: boolean, ...nodes: Memory[]) => ({
  edges: nodes.map((node) => ({ cursor: `after ${node.id}`, node })),
  pageInfo: { hasNextPage, endCursor: `after ${nodes.at(-1)?.id}` },
});

const idsOf = ({ edges }: { readonly edges: readonly { readonly node: Memory }[] }) => edges.map(({ node }) => node.id);

const [old, middle, recent] = [memory('a', 1), memory('b', 2), memory('c', 3)];

test('puts a memory where its time belongs, and one after the last only if no page follows', () => {
  for (const hasNextPage of [true, false]) {
    expect(idsOf(placeNewest(listOf(hasNextPage, recent, old), middle, middle, read))).toEqual(
      [recent, middle, old].map(({ id }) => id),
    );
    expect(idsOf(placeNewest(listOf(hasNextPage, recent, middle), old, old, read))).toEqual(
      (hasNextPage ? [recent, middle] : [recent, middle, old]).map(({ id }) => id),
    );
  }
});

test('orders memories of the same time by what their ids encode, with one that is not stored yet first', () => {
  // In base64 "a" after "3" is written as "2", and "0" as "z".
  const ofOneTime = ['0030', '003a', '0070', '007f', '00c1', '00cc'].map((key) => memory(key, 1));
  const mine = { ...memory('', 1), id: 'mine' };
  const empty: ReturnType<typeof placeNewest<Memory>> = { edges: [] };
  const placed = [...ofOneTime.slice(3), mine, ...ofOneTime.slice(0, 3)].reduce(
    (list, next) => placeNewest(list, next, next, read),
    empty,
  );
  expect(idsOf(placed)).toEqual([mine, ...ofOneTime.toReversed()].map(({ id }) => id));
});

test('replaces a memory that the list has, and takes it out if it is no longer CURRENT', () => {
  const list = listOf(true, recent, middle, old);
  const changed = { ...middle, content: 'changed' };
  expect(placeNewest(list, changed, changed, read)).toEqual(listOf(true, recent, changed, old));
  expect(placeNewest(list, memory('b', 2, 'SUPERSEDED'), middle, read).edges).toEqual([list.edges[0], list.edges[2]]);
});

test('begins the next page after the one before, if the last one of the list is taken out', () => {
  const list = listOf(true, recent, middle, old);
  expect(takeOut(list, old.id, read)).toEqual(listOf(true, recent, middle));
  expect(takeOut(list, middle.id, read).pageInfo).toEqual(list.pageInfo);
  expect(takeOut(listOf(true, old), old.id, read)).toEqual({
    edges: [],
    pageInfo: { hasNextPage: true, endCursor: null },
  });
});

/** A list of the page's `Newest`, all of whose memories can be changed, kept by the events of `FollowList`. */
async function keptList(collectionId: string) {
  const load = async (after?: string | null) =>
    (await run(exampleOf('Newest'), { id: collectionId, after })).collection;
  const { eventsCursor, memories } = await load();
  let list: ReturnType<typeof placeNewest<Memory>> = memories;
  const { url, headers } = await connection();
  const variables = { id: collectionId, after: eventsCursor };
  const { events } = await EventReader.open(url, headers, { query: exampleOf('FollowList'), variables });
  let applied = 0;
  let memoryCount = 0;
  const apply = ({ memory, memoryId, collectionNow }: Told) => {
    memoryCount = (memory?.collection ?? collectionNow)?.memoryCount ?? memoryCount;
    if (memory) list = placeNewest(list, memory, memory, read);
    if (memoryId) list = takeOut(list, memoryId, read);
  };
  return {
    show: (memory: Memory) => {
      list = placeNewest(list, memory, memory, read);
    },
    hide: (id: string) => {
      list = takeOut(list, id, read);
    },
    /** Waits for the event of a memory, which may be that it is forgotten, and applies all until then. */
    told: async (id: string, isForgotten = false) => {
      await expect
        .poll(() => {
          for (; applied < events.length; applied += 1) {
            const event: Told = events[applied]?.data.data.collectionEvents;
            apply(event);
            if (id === (isForgotten ? event.memoryId : event.memory?.id)) return true;
          }
          return false;
        })
        .toBe(true);
    },
    nextPage: async () => {
      const { memories: next } = await load(list.pageInfo?.endCursor);
      // As relayStylePagination joins them.
      const last = list.edges.findIndex(({ cursor }) => cursor === list.pageInfo?.endCursor);
      const before = last < 0 ? list.edges : list.edges.slice(0, last + 1);
      list = { edges: [...before, ...next.edges], pageInfo: next.pageInfo };
    },
    shown: () => ({ ids: idsOf(list), hasNextPage: list.pageInfo?.hasNextPage, memoryCount }),
  };
}

interface Told {
  readonly memory?: Memory & { readonly collection: { readonly memoryCount: number } };
  readonly memoryId?: string;
  readonly collectionNow?: { readonly memoryCount: number };
}

test('the list of docs/api.md stays equal to the one of the server, whatever is changed before the next page is loaded', async () => {
  const { collection } = await mutateBy(run, 'createCollection', { name: 'Notes' }, 'collection { id }');
  const contents = Array.from({ length: 30 }, (_, number) => ({
    content: `Note ${number} about the ${number}th day.`,
  }));
  const added = await mutateBy(
    run,
    'addMemories',
    { collectionId: collection.id, memories: contents },
    'results { ... on AddMemoryPayload { memory { id } } }',
  );
  // The newest first: of one time, and 20 of them on the first page.
  const ids: string[] = added.results.map(({ memory }: { memory: Memory }) => memory.id).toReversed();
  const [top = '', second = ''] = ids;
  const [last = '', later = ''] = ids.slice(19);
  const list = await keptList(collection.id);
  expect(list.shown().ids).toEqual(ids.slice(0, 20));
  const act = async (mutation: string, id: string, more = {}) => {
    await mutateBy(run, mutation, { id, ...more }, '__typename');
    await list.told(id, mutation === 'forgetMemory');
  };
  for (const id of [top, later]) await act('updateMemory', id, { tags: ['seen'] });
  for (const id of [second, last, later]) {
    await act('forgetMemory', id);
    await act('restoreMemory', id);
  }
  const { ids: kept, memoryCount } = list.shown();
  // The last one was taken out, and its page follows.
  expect([kept, memoryCount]).toEqual([ids.slice(0, 19), 30]);

  const mine = { id: 'mine', createdAt: new Date().toISOString(), status: 'CURRENT' };
  list.show(mine);
  const input = { collectionId: collection.id, memory: { content: 'A note of mine.' } };
  const { memory } = (await run(exampleOf('AddToList'), { input })).addMemory;
  list.hide(mine.id);
  list.show({ ...memory, status: 'CURRENT' });
  await list.told(memory.id);
  expect(list.shown()).toMatchObject({ ids: [memory.id, ...kept], memoryCount: 31 });

  await list.nextPage();
  expect(list.shown()).toMatchObject({ ids: [memory.id, ...ids], hasNextPage: false });
});

test('a repeated call is told from a first one, so that a memory forgotten since does not come back into the list', async () => {
  const { collection } = await mutateBy(run, 'createCollection', { name: 'Notes of a queue' }, 'collection { id }');
  const list = await keptList(collection.id);
  const memory = { content: 'A note that is sent again.', idempotencyKey: 'queued' };
  const add = async () =>
    (await run(exampleOf('AddToList'), { input: { collectionId: collection.id, memory } })).addMemory;
  const first = await add();
  await mutateBy(run, 'forgetMemory', { id: first.memory.id }, '__typename');
  await list.told(first.memory.id, true);
  expect([first.outcome, await add()]).toEqual(['CREATED', { ...first, outcome: 'REPLAYED' }]);
  expect(list.shown().ids).toEqual([]);
});
