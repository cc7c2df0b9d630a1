import { afterAll, expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { reachOf } from '../../../src/collection/reach.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { useFinders } from '../../support/both-finders.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import {
  type GivenMemory,
  type Known,
  MemoryModel,
  type Step,
  type Update,
  wordsOf,
} from '../../support/memory-model.ts';
import { mutate } from '../../support/mutate.ts';
import { dice } from '../../support/recall-rows.ts';
import { makeViewer } from '../../support/viewer.ts';

const { MODEL_STEPS: asked } = process.env;
/** 300 with a fixed seed in CI; 2,000 with a random one in `npm run check:model`. */
const steps = Number(asked ?? 300);
const seed = Number(process.env['MODEL_SEED'] ?? (asked === undefined ? 4 : Date.now()));
/** Quota of memories: so small that accounts are full now and then. */
const limit = 8;
const stepsBetweenLooks = 25;

const database = useDatabase();
const jobs = useJobs(database);
const every = (most: number) => ({ FREE: most, STARTER: most, PRO: most });
const api = makeApi(database.db, jobs, { quotas: { memories: every(limit), collections: every(limit) } });
afterAll(() => api.services.streams[Symbol.asyncDispose]());
const { byIndex } = await useFinders(database.db);

const random = dice(seed);
const oneOf = <T>(...all: readonly [T, ...T[]]): T => random.oneOf(all);
const content = () =>
  oneOf('The kettle is', ' The  kettle\nis') +
  oneOf(' red', ' blue', ' old', ' ne\u0301e', ' n\u00e9e') +
  oneOf('', ', in Oslo', ', in Rome');

const fields = 'id content speaker kind tags status validFrom validTo revision';
const links = 'source { id } supersededBy { id } supersedes { id } history(first: 100) { edges { node { changed } } }';
const everything = `query ($id: ID!, $after: String) { collection(id: $id) { memoryCount eventsCursor
  memories(first: 100, after: $after, orderBy: CREATED_ASC, filter: { statuses: [CURRENT, SUPERSEDED, FORGOTTEN] }) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { ${fields} ${links} } } } } }`;
const found = `query ($input: SearchInput!) { search(input: $input, first: 100) { edges { node { content speaker } } } }`;
const told = `${fields} source { id conversation { id } }`;
const events = `subscription ($id: ID!, $after: String) { collectionEvents(collectionId: $id, after: $after) { __typename
  ... on StreamEvent { cursor } ... on MemoryAdded { memory { ${told} } } ... on MemoryChanged { memory { ${told} } }
  ... on MemoryForgotten { memoryId forgotten { ${told} } } ... on ConversationDeleted { conversationId } } }`;

// biome-ignore lint/suspicious/noExplicitAny: tests read into answers freely and compare what they find
type Told = any;

/** An account, what it should hold, and the replica of a client that only follows its events. */
class Account {
  readonly viewer: Viewer;
  readonly model: MemoryModel;
  readonly #replica = new Map<string, Told>();
  #cursor: string;

  private constructor(viewer: Viewer, collection: { readonly id: string; readonly eventsCursor: string }) {
    this.viewer = viewer;
    this.model = new MemoryModel(collection.id, limit);
    this.#cursor = collection.eventsCursor;
  }

  static async open(): Promise<Account> {
    const viewer = makeViewer();
    const made = await mutate(api, viewer, 'createCollection', { name: 'Home' }, 'collection { id eventsCursor }');
    return new Account(viewer, made.collection);
  }

  async take({ mutation, input, payload, learn }: Step): Promise<void> {
    const conflicts = ['addMemories', 'deleteConversation'].includes(mutation)
      ? ''
      : '... on ConflictError { reason current { id } }';
    learn(await mutate(api, this.viewer, mutation, input, payload, conflicts));
    // Runs the erasure, since the model has no state between deletion and erasure; other tests cover that.
    if (mutation === 'deleteConversation') await jobs.processAll();
  }

  async look(): Promise<void> {
    const { model, viewer } = this;
    const seen: Told[] = [];
    for (let after: string | null = null; ; ) {
      const { collection } = await api.run(viewer, everything, { id: model.collectionId, after });
      const { edges, pageInfo, totalCount } = collection.memories;
      seen.push(...edges.map(({ node }: Told) => node));
      after = pageInfo.endCursor;
      if (pageInfo.hasNextPage) continue;
      expect([collection.memoryCount, totalCount]).toEqual([model.current.length, model.all.length]);
      expect(seen).toEqual(model.all.map((known) => model.seen(known)));
      return this.#follow(collection.eventsCursor, seen);
    }
  }

  async #follow(until: string, seen: readonly Told[]): Promise<void> {
    const following = await follow(api, this.viewer, events, { id: this.model.collectionId, after: this.#cursor });
    while (this.#cursor !== until) {
      const event = await following.next();
      this.#apply(event);
      this.#cursor = event.cursor;
    }
    await following.return();
    const replica = seen.map(({ id }) => this.#replica.get(id));
    expect(replica).toMatchObject(seen.map(({ supersededBy: _by, supersedes: _old, history: _writes, ...own }) => own));
    expect(this.#replica.size).toBe(seen.length);
  }

  #apply({ memory, memoryId, forgotten, conversationId }: Told): void {
    const known = memory ?? forgotten;
    if (known) this.#replica.set(known.id, known);
    else this.#replica.delete(memoryId);
    for (const [id, { source }] of this.#replica) {
      if (conversationId && source?.conversation.id === conversationId) this.#replica.delete(id);
    }
  }

  /** Expects both search engines to find by words exactly what the model finds. */
  async search(asOf: string | null): Promise<void> {
    const { model, viewer } = this;
    const input = { query: 'kettle', mode: 'LEXICAL', asOf };
    const { search } = await api.run(viewer, found, { input });
    const expected = [...model.found(asOf)].sort();
    expect(search.edges.map(({ node }: Told) => wordsOf(node)).sort()).toEqual(expected);
    if (asOf !== null) return;
    const asked = { query: 'kettle', collectionIds: null, mode: 'LEXICAL', filter: {}, asOf } as const;
    const { hits } = await byIndex.find(reachOf(viewer), asked);
    const ids = new Set(hits.map((hit) => encodeNodeId('Memory', hit.id)));
    expect(
      model.all
        .filter(({ id }) => ids.has(id))
        .map(wordsOf)
        .sort(),
    ).toEqual(expected);
  }
}

const given = (from: string | undefined): GivenMemory => ({
  content: content(),
  ...oneOf({}, { speaker: 'Ben' }),
  ...oneOf({}, { tags: ['tea'] }),
  ...oneOf({}, {}, {}, { validFrom: '2024-01-01T00:00:00.000Z' }, { validFrom: '2099-01-01T00:00:00.000Z' }),
  ...oneOf({}, {}, { validTo: '2099-06-01T00:00:00.000Z' }),
  // Keys of memories learnt in a deleted conversation are covered by other tests.
  ...(from === undefined
    ? oneOf({}, {}, { idempotencyKey: `key ${random.below(20)}` })
    : { sourceMessageId: from, speaker: 'Ben' }),
});

/** A random element, mostly one of the last. */
const pick = <T>(all: readonly T[]): T | undefined =>
  all[all.length - 1 - random.below(Math.min(all.length, oneOf(3, 30)))];

function talk(model: MemoryModel): Step {
  const conversation = pick([...model.conversations]);
  if (conversation === undefined) return model.converse();
  if (random.below(4) === 0) return model.deleteConversation(conversation);
  return model.say(conversation, [content(), content()].slice(random.below(2)));
}

const end = '2098-01-01T00:00:00.000Z';
const update = () =>
  oneOf<Update>({ tags: [] }, { tags: ['tea', 'cup'] }, { kind: 'EPISODE' }, { validTo: null }, { validTo: end });

function change(model: MemoryModel, known: Known): Step {
  const begins = oneOf(undefined, undefined, '2097-01-01T00:00:00.000Z');
  if (known.status === 'CURRENT' && random.below(2) === 0)
    return model.supersede(known, oneOf(content(), known.content), begins);
  if (known.status !== 'CURRENT' && random.below(2) === 0) return model.restore(known);
  const dart = random.below(8);
  if (dart === 0) return model.supersede(known, content(), begins);
  return dart < 5 ? model.forget(known, random.below(3) === 0) : model.update(known, update());
}

function next(model: MemoryModel): Step {
  const from = random.below(2) === 0 ? pick([...model.messages.keys()]) : undefined;
  const known = pick(model.all);
  const dart = random.below(20);
  if (dart < 3 || !known) return model.add(given(from));
  if (dart < 6) return model.addMany([given(from), given(from), given(from), given(from)]);
  return dart < 8 ? talk(model) : change(model, known);
}

test('memories match the model of the documented behaviour after random writes', { timeout: 3_600_000 }, async () => {
  const accounts = [await Account.open(), await Account.open()] as const;
  const taken: Step[] = [];
  const trace = () =>
    `seed ${seed}, after ${taken
      .map(({ mutation, input }) => `${mutation} ${JSON.stringify(input)}`)
      .slice(-30)
      .join('\n')}`;
  for (let n = 1; n <= steps; n += 1) {
    const account = random.oneOf(accounts);
    const step = next(account.model);
    taken.push(step);
    try {
      await account.take(step);
      if (n % stepsBetweenLooks > 0) continue;
      for (const one of accounts) {
        await one.look();
        await one.search(null);
        if (one.model.all.length < 100) await one.search('2099-03-01T00:00:00.000Z');
      }
    } catch (error) {
      throw new Error(trace(), { cause: error });
    }
  }
});
