import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Household } from '../support/memories.ts';
import { mutationText } from '../support/mutate.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { canRunTwoServers, startTwoServers, type TwoServers } from '../support/two-servers.ts';
import { makeViewer } from '../support/viewer.ts';

/** Few in CI, more in `npm run check:long`. */
const steps = Number(process.env['STALE_STEPS'] ?? 25);

type Step = readonly ['add' | 'forget' | 'rename' | 'crash' | 'flush' | 'pause', 0 | 1];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('add', 'forget', 'rename') },
    { weight: 1, arbitrary: fc.constantFrom('crash', 'flush', 'pause') },
  ),
  fc.constantFrom(0, 1),
);

/** The true state, as the writers know it. */
class World {
  name = 'Home';
  readonly contents: string[] = [];

  get truth(): string {
    const contents = this.contents.toSorted();
    return JSON.stringify({ name: this.name, count: contents.length, listed: contents, found: contents });
  }
}

const read = `query ($id: ID!) {
  collection(id: $id) { name memoryCount }
  memories(first: 100) { edges { node { content } } }
  search(input: { query: "kettle", collectionIds: [$id] }, first: 100) { edges { node { content } } }
}`;
const writes = {
  add: mutationText('addMemory'),
  rename: mutationText('updateCollection'),
  forget: mutationText('forgetMemory'),
};
const idOf = 'query { memories(first: 100) { edges { node { id content } } } }';

interface Listed {
  readonly edges: readonly { readonly node: { readonly id: string; readonly content: string } }[];
}

const contentsOf = ({ edges }: Listed): string[] => edges.map(({ node }) => node.content).toSorted();

describe.runIf(canRunTwoServers)('two servers on one Postgres and one Redis', () => {
  let two: TwoServers;
  let hits = 0;

  beforeAll(async () => {
    two = await startTwoServers({ RATE_LIMIT_PRO: '1000000' }, '--user', 'ada');
  });
  afterAll(() => two[Symbol.asyncDispose]());

  async function ask(at: number, query: string, variables: object = {}) {
    const response = await fetch(two.servers[at]?.endpoint ?? '', {
      method: 'POST',
      headers: { authorization: `Bearer ${two.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    if (response.headers.get('x-response-cache') === 'hit') hits += 1;
    const { data, errors } = await response.json();
    expect(errors).toBeUndefined();
    return data;
  }

  async function seen(at: number, id: string): Promise<string> {
    const { collection, memories, search } = await ask(at, read, { id });
    const { name, memoryCount: count } = collection;
    return JSON.stringify({ name, count, listed: contentsOf(memories), found: contentsOf(search) });
  }

  test('never answer a writer with data older than its own write, whatever happens to Redis or the writing server', {
    timeout: 60_000 + steps * 1_500,
  }, async () => {
    await using postgres = openPostgres(two.url);
    const home = await Household.create(postgres.db, makeViewer({ accountId: 'ada', principal: 'ada' }));
    const id = Buffer.from(`Collection:${home.collection.id}`).toString('base64url');
    const admin = new Redis(two.redis.url);
    const world = new World();
    let written = 0;
    const add = async (at: number, content: string) => {
      await ask(at, writes.add, { input: { collectionId: id, memory: { content } } });
      world.contents.push(content);
    };
    const forget = async (at: number) => {
      const { edges }: Listed = (await ask(at, idOf)).memories;
      const last = edges.find(({ node }) => node.content === world.contents.at(-1));
      if (last) await ask(at, writes.forget, { input: { id: last.node.id } });
      if (last) world.contents.pop();
    };
    const rename = async (at: number, name: string) => {
      await ask(at, writes.rename, { input: { id, name } });
      world.name = name;
    };
    const take = async ([what, at]: Step) => {
      written += 1;
      if (what === 'flush') await admin.flushall();
      else if (what === 'pause') await admin.client('PAUSE', 30, 'ALL');
      else if (what === 'crash') {
        // A process that commits and dies: no epoch is replaced, and nobody is notified.
        await home.add(`The kettle number ${written}`);
        world.contents.push(`The kettle number ${written}`);
        await expect.poll(() => seen(at, id), { timeout: 10_000 }).toBe(world.truth);
      } else if (what === 'add') await add(at, `The kettle number ${written}`);
      else if (what === 'forget') await forget(at);
      else await rename(at, `Home ${written}`);
      if (what === 'add' || what === 'forget' || what === 'rename') expect(await seen(at, id)).toBe(world.truth);
      await expect.poll(() => seen(1 - at, id), { timeout: 10_000 }).toBe(world.truth);
    };
    // Constant readers try to cache what was true when they began.
    let reading = true;
    const readers = [0, 1, 0, 1].map(async (at) => {
      for (; reading; await delay(1)) await seen(at, id);
    });
    try {
      for (const [n, one] of fc.sample(step, steps).entries()) {
        await take(one).catch((error: unknown) => {
          throw new Error(`step ${n}, ${one}`, { cause: error });
        });
      }
    } finally {
      reading = false;
      await Promise.all(readers);
    }
    admin.disconnect();
    // Only meaningful if the cache answered often.
    expect(hits).toBeGreaterThan(100);
  });
});
