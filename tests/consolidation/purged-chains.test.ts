import { expect, test } from 'vitest';
import { mergeInto, settleIn } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { memoryServices } from '../support/memories.ts';
import { tablesThatHold } from '../support/traces.ts';

const database = useDatabase();
const { db, pool } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { lifecycle } = memoryServices(db);

/** Memories G, O, K, L and M, of which some have a canary, and steps with them by their letters. */
async function settle(canary: string, owners: string) {
  const told = { tags: [canary], metadata: { [canary]: 1 } };
  const { home } = await settleIn(db, api, jobs);
  const { viewer } = home;
  const ids = new Map<string, string>();
  for (const name of 'GOKLM') {
    const { id } = await home.add({ content: `This is ${name}.`, ...(owners.includes(name) ? told : {}) });
    ids.set(name, id);
  }
  const idOf = (name: string) => ids.get(name) ?? '';
  const merges: string[] = [];
  /** "GO>K" merges G and O into K, "undo 1" undoes the second merge, "clear K", "mark K" and "purge K" do so. */
  const play = async (...steps: readonly string[]) => {
    for (const step of steps) {
      const [verb = '', what = ''] = step.split(' ');
      const id = idOf(what);
      if (verb === 'undo') await api.services.proposals.undo(viewer, merges[Number(what)] ?? '', null);
      else if (verb === 'clear') await lifecycle.update(viewer, { id, tags: [], metadata: {} });
      else if (verb === 'mark') await lifecycle.update(viewer, { id, kind: 'PREFERENCE' });
      else if (verb === 'purge') await lifecycle.forget(viewer, { id, purge: true });
      else {
        const [gone = '', kept = ''] = step.split('>');
        merges.push(await mergeInto(db, api, home, [kept, ...gone].map(idOf)));
      }
    }
  };
  return { told, play, read: (name: string) => home.read(idOf(name)) };
}

const bare = { tags: [], metadata: null };
const orders = ['GKO', 'GOK', 'KGO', 'KOG', 'OGK', 'OKG'];
const purges = (order: string) => [...order].map((name) => `purge ${name}`);

test.each(orders.flatMap((order) => [false, true].map((cleared) => ({ order, cleared }))))(
  'purges of a chain in the order $order leave at its end only what that had itself (cleared: $cleared)',
  async ({ order, cleared }) => {
    const canary = `xq1${order}${Number(cleared)}qx`.toLowerCase();
    for (const own of [false, true]) {
      const { told, play, read } = await settle(canary, own ? 'GOL' : 'GO');
      await play('G>K', 'O>K', 'K>L', ...(cleared ? ['clear K'] : []));
      expect(await read('L')).toMatchObject({ status: 'CURRENT', ...told });
      await play(...purges(order));
      expect(await read('L')).toMatchObject(own ? told : bare);
      if (!own) expect(await tablesThatHold(pool, canary)).toEqual([]);
    }
  },
);

test.each(orders)('purges of a chain of three in the order %s leave nothing at its end', async (order) => {
  const canary = `xq2${order}qx`.toLowerCase();
  const { play, read } = await settle(canary, 'GO');
  await play('G>K', 'O>K', 'K>M', 'M>L', 'clear K', 'clear M', ...purges(order));
  expect(await read('L')).toMatchObject(bare);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a purge leaves at the end of a chain what a memory that stays has passed on by another one', async () => {
  const { told, play, read } = await settle('xq3canary3qx', 'GOK');
  // What M passed on, it had from O, and its own history says so no longer once G is purged.
  await play('G>M', 'O>M', 'K>L', 'M>L', 'clear M', 'purge G', 'purge K');
  expect(await read('L')).toMatchObject(told);
  await play('purge O');
  expect(await read('L')).toMatchObject(bare);
  expect(await tablesThatHold(pool, 'xq3canary3qx')).toEqual([]);
});

test.each([
  ['what was passed on along a chain that was undone', 'G', ['G>K', 'K>L', 'undo 1', 'undo 0', 'purge G']],
  ['the former states of merges into a memory between a merge and its undo', 'G', ['G>K', 'O>K', 'undo 0', 'purge G']],
  ['one that got it by a later merge', 'G', ['GL>K', 'undo 0', 'GK>L', 'purge G']],
  ['one that passed it on before a later merge', 'GO', ['G>K', 'K>L', 'undo 1', 'O>K', 'purge G', 'purge O']],
  ['one whose later merge was undone', 'GO', ['G>K', 'O>K', 'mark K', 'purge G', 'undo 1', 'purge O']],
  ['a circle that a partial undo made', 'G', ['G>K', 'K>M', 'M>L', 'undo 1', 'L>K', 'purge G']],
])('a purge leaves nothing in %s', async (what, owners, steps) => {
  const canary = `xq${what.replaceAll(' ', '')}qx`;
  const { play } = await settle(canary, owners);
  await play(...steps);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});
