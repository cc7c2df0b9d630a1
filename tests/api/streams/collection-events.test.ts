import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { SharedSubscriptions } from '../../../src/graphql/shared-subscriptions.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi, unmasked } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { countStatements } from '../../support/statements.ts';
import { makeHub } from '../../support/streams.ts';
import { makeViewer } from '../../support/viewer.ts';
import { collectionEvents, conversationEvents, Story } from './story.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const begin = async () => {
  const story = new Story(api);
  const { id, eventsCursor } = await story.collection();
  return { story, viewer: story.viewer, id, eventsCursor };
};

test('streams what happens in a collection, in order, each event with its own cursor', async () => {
  const { story, viewer, id } = await begin();
  const following = await follow(api, viewer, collectionEvents, { id });
  expect(await following.next()).toMatchObject({ __typename: 'StreamOpened' });

  const tea = await story.add(id, 'Ann drinks tea');
  await story.mutate('updateMemory', { id: tea, tags: ['drinks'] }, 'memory { id }');
  const first = await following.take(2);
  await story.mutate('forgetMemory', { id: tea }, 'memoryId');
  await story.mutate('updateCollection', { id, name: 'House' }, 'collection { id }');
  const conversation = await story.conversation(id);
  await story.say(conversation.id, 'Hello', 'Hello yourself');
  const told = [...first, ...(await following.take(4))];
  expect(told).toMatchObject([
    { __typename: 'MemoryAdded', memory: { id: tea, collection: { name: 'Home' } } },
    { __typename: 'MemoryChanged', memory: { id: tea, tags: ['drinks'] }, changed: ['tags'] },
    { __typename: 'MemoryForgotten', memoryId: tea, forgotten: { id: tea, status: 'FORGOTTEN' } },
    { __typename: 'CollectionChanged', collection: { name: 'House' }, changed: ['name'] },
    { __typename: 'ConversationAdded', conversation: { id: conversation.id, title: 'Hello' } },
    {
      __typename: 'ConversationChanged',
      conversation: { messageCount: 2 },
      changed: ['lastMessageAt', 'messageCount'],
    },
  ]);
  expect(new Set(told.map(({ cursor }) => cursor)).size).toBe(6);
  await story.mutate('deleteConversation', { id: conversation.id }, 'deletedId');
  expect(await following.next()).toMatchObject({
    __typename: 'ConversationDeleted',
    conversationId: conversation.id,
    collectionNow: { id },
  });
  await following.return();
  expect(api.services.streams.figures.active).toBe(0);
});

test('each event shows its memory as it is on delivery, not as loaded for an earlier event', async () => {
  const { story, viewer, id } = await begin();
  const following = await follow(api, viewer, collectionEvents, { id });
  await following.next();
  const tea = await story.add(id, 'Ann drinks tea');
  for (const tag of ['a', 'b', 'c']) {
    const next = following.take(tag === 'a' ? 2 : 1);
    await story.mutate('updateMemory', { id: tea, tags: [tag] }, 'memory { id }');
    expect((await next).at(-1)).toMatchObject({ memory: { tags: [tag] } });
  }
  await following.return();
});

test('subscribing from a loaded cursor misses and repeats nothing', async () => {
  const { story, viewer, id, eventsCursor } = await begin();
  const first = await story.add(id, 'Ann drinks tea');
  const following = await follow(api, viewer, collectionEvents, { id, after: eventsCursor });
  const second = await story.add(id, 'Bob drinks coffee');
  const [opened, ...added] = await following.take(3);
  expect(opened).toMatchObject({ __typename: 'StreamOpened', cursor: eventsCursor });
  expect(added.map(({ memory }) => memory.id)).toEqual([first, second]);
  await following.return();

  const again = await follow(api, viewer, collectionEvents, { id, after: added[0].cursor });
  expect((await again.take(2)).map(({ memory }) => memory?.id)).toEqual([undefined, second]);
  await again.return();
});

test('an event whose memory was purged since is delivered as MemoryForgotten, without content', async () => {
  const { story, viewer, id, eventsCursor } = await begin();
  const purged = await story.add(id, 'The secret is a canary');
  await story.mutate('updateMemory', { id: purged, tags: ['x'] }, 'memory { id }');
  await story.mutate('forgetMemory', { id: purged, purge: true }, 'memoryId');
  const following = await follow(api, viewer, collectionEvents, { id, after: eventsCursor });
  const [, ...told] = await following.take(4);
  const collectionNow = { id, memoryCount: 0 };
  const gone = { __typename: 'MemoryForgotten', memoryId: purged, forgotten: null, collectionNow };
  expect(told).toMatchObject([gone, gone, gone]);
  expect(JSON.stringify(told)).not.toContain('canary');
  await following.return();
});

test('an event shows nothing of a memory that was purged since behind a link, however recently it was loaded for others', async () => {
  const { story, viewer, id } = await begin();
  const events = `subscription ($id: ID!, $after: String) { collectionEvents(collectionId: $id, after: $after) {
    ... on MemoryAdded { memory { content supersedes { content } } } } }`;
  const secret = await story.add(id, 'The secret is a canary');
  const told = await follow(api, viewer, collectionEvents, { id });
  await story.mutate('supersedeMemory', { id: secret, content: 'None', reason: 'news' }, 'memory { id }');
  // Only what follows the last event of the purged memory itself.
  const [, { cursor: after }] = await told.take(2);
  const before = await follow(api, viewer, events, { id, after });
  expect((await before.take(2))[1]).toEqual({
    memory: { content: 'None', supersedes: [{ content: 'The secret is a canary' }] },
  });
  const next = before.next();
  await story.mutate('forgetMemory', { id: secret, purge: true }, 'memoryId');
  await next;
  const later = await follow(api, viewer, events, { id, after });
  expect((await later.take(2))[1]).toEqual({ memory: { content: 'None', supersedes: [] } });
  await Promise.all([told, before, later].map((one) => one.return()));
});

test('an event whose memory was forgotten since is delivered as MemoryForgotten, and as itself once that was restored', async () => {
  const { story, viewer, id, eventsCursor } = await begin();
  const tea = await story.add(id, 'Ann drinks tea');
  await story.mutate('updateMemory', { id: tea, tags: ['x'] }, 'memory { id }');
  await story.mutate('forgetMemory', { id: tea }, 'memoryId');
  await story.mutate('updateMemory', { id: tea, tags: ['y'] }, 'memory { id }');
  const replay = async (events: number) => {
    const following = await follow(api, viewer, collectionEvents, { id, after: eventsCursor });
    const [, ...told] = await following.take(1 + events);
    await following.return();
    return told;
  };
  const hidden = await replay(4);
  const forgotten = { __typename: 'MemoryForgotten', memoryId: tea, forgotten: { id: tea, status: 'FORGOTTEN' } };
  expect(hidden).toMatchObject([forgotten, forgotten, forgotten, forgotten]);
  expect(JSON.stringify(hidden)).not.toContain('drinks');
  await story.mutate('restoreMemory', { id: tea }, 'memory { id }');
  expect((await replay(5)).map(({ __typename }) => __typename)).toEqual([
    'MemoryAdded',
    'MemoryChanged',
    'MemoryForgotten',
    'MemoryChanged',
    'MemoryChanged',
  ]);
});

test('a slow subscriber with a buffer of one can resume what it missed from the cursor in the gap', async () => {
  const { story, viewer, id } = await begin();
  const buffer = { size: 1, overflow: 'DROP_OLDEST' };
  const following = await follow(api, viewer, collectionEvents, { id, buffer });
  await following.next();
  const waiting = following.next();
  const first = await story.add(id, 'one');
  expect((await waiting).memory.id).toBe(first);
  await api.services.streams.settled();
  const missed = [await story.add(id, 'two'), await story.add(id, 'three'), await story.add(id, 'four')];
  await api.services.streams.settled();
  const [gap, last] = await following.take(2);
  expect(gap).toMatchObject({ __typename: 'StreamGap', reason: 'OVERFLOW', dropped: 2 });
  expect(last.memory.id).toBe(missed[2]);
  await following.return();
  const resumed = await follow(api, viewer, collectionEvents, { id, after: gap.resumeAfter });
  expect((await resumed.take(4)).map(({ memory }) => memory?.id)).toEqual([undefined, ...missed]);
  await resumed.return();
});

test('a subscriber without a buffer argument gets the configured buffer size', async () => {
  const { story, viewer, id } = await begin();
  await using streams = makeHub(database.db, { usualSize: 2 });
  const contextOf = (given: Viewer | null) => {
    const context = api.contextOf(given);
    return { ...context, services: { ...context.services, streams } };
  };
  const followings = [];
  for (const buffer of [null, { size: 3 }]) {
    followings.push(await follow({ ...api, contextOf }, viewer, collectionEvents, { id, buffer }));
  }
  for (const one of followings) await one.next();
  const waiting = followings.map((one) => one.next());
  await story.add(id, 'one');
  await Promise.all(waiting);
  await streams.settled();
  for (const content of ['two', 'three', 'four']) {
    await story.add(id, content);
    // One burst would be read from the log.
    await streams.settled();
  }
  const told = await Promise.all(followings.map(async (one) => (await one.take(3)).map((event) => event.__typename)));
  expect(told).toEqual([
    ['StreamGap', 'MemoryAdded', 'MemoryAdded'],
    ['MemoryAdded', 'MemoryAdded', 'MemoryAdded'],
  ]);
  for (const one of followings) await one.return();
});

test('a subscriber that reads on gets a bulk that its buffer cannot hold from the log; one that has stalled is told', async () => {
  const { story, viewer, id } = await begin();
  const [reading, stalled] = [
    await follow(api, viewer, collectionEvents, { id, buffer: { size: 3 } }),
    await follow(api, viewer, collectionEvents, { id, buffer: { size: 3 } }),
  ];
  for (const one of [reading, stalled]) await one.next();
  const waiting = [reading.next(), stalled.next()];
  await story.add(id, 'before');
  await Promise.all(waiting);
  const between = await story.add(id, 'between');
  expect((await reading.next()).memory.id).toBe(between);
  const all = Array.from({ length: 12 }, (_, n) => `memory ${n}`);
  const first = reading.next();
  const bulk = { collectionId: id, memories: all.map((content) => ({ content })) };
  const { results } = await story.mutate('addMemories', bulk, 'results { ... on AddMemoryPayload { memory { id } } }');
  const ids = results.map(({ memory }: { memory: { id: string } }) => memory.id);
  await api.services.streams.settled();
  const later = await story.add(id, 'later');
  const told = [await first, ...(await reading.take(12))];
  expect(told.map(({ memory }) => memory?.id)).toEqual([...ids, later]);
  await api.services.streams.settled();
  expect(await stalled.next()).toMatchObject({ __typename: 'StreamGap', reason: 'OVERFLOW', dropped: 11 });
  // Live again, it receives further events at once.
  const next = reading.next();
  const newest = await story.add(id, 'newest');
  expect((await next).memory.id).toBe(newest);
  for (const one of [reading, stalled]) await one.return();
  expect(api.services.streams.figures.active).toBe(0);
});

test('deleting a collection ends its streams and those of its children with GONE', async () => {
  const { story, viewer, id } = await begin();
  const below = (await story.mutate('createCollection', { name: 'Room', parentId: id }, 'collection { id }')).collection
    .id;
  const followings = [
    await follow(api, viewer, collectionEvents, { id }),
    await follow(api, viewer, collectionEvents, { id: below }),
  ];
  for (const one of followings) await one.next();
  const waiting = followings.map((one) => one.next().catch((error: unknown) => error));
  await story.mutate('deleteCollection', { id }, 'deletedId');
  for (const one of waiting) expect(await one).toMatchObject({ code: 'GONE' });
  for (const one of followings) expect(await one.next()).toBeNull();
  await expect(follow(api, viewer, collectionEvents, { id })).rejects.toMatchObject({
    originalError: { code: 'NOT_FOUND' },
  });
});

test('a failed read ends the stream with an error, and its last cursor resumes before the failure', async () => {
  const { story, viewer, id } = await begin();
  const following = await follow(api, viewer, collectionEvents, { id });
  const { cursor } = await following.next();
  // Not loaded yet.
  const memoryId = await story.add(id, 'one');
  await sql`alter table memory rename to memory_away`.execute(database.db);
  await expect(following.next()).rejects.toThrow('relation "memory" does not exist');
  await sql`alter table memory_away rename to memory`.execute(database.db);
  expect(await following.next()).toBeNull();
  expect([api.subscriptions.groups, api.services.streams.figures.active]).toEqual([0, 0]);
  const again = await follow(api, viewer, collectionEvents, { id, after: cursor });
  expect(await again.take(2)).toMatchObject([{ __typename: 'StreamOpened' }, { memory: { id: memoryId } }]);
  await again.return();
});

describe('a viewer limited to collections', () => {
  /** Home > Room > Shelf, and a viewer who may see Home and everything below it. */
  async function rooms() {
    const { story, viewer: owner, id: home } = await begin();
    const make = async (name: string, parentId: string) =>
      (await story.mutate('createCollection', { name, parentId }, 'collection { id }')).collection.id;
    const room = await make('Room', home);
    const shelf = await make('Shelf', room);
    const collectionIds = new Set([decodeNodeId('Collection', home) ?? '']);
    const viewer = { ...owner, principal: 'guest', collectionIds };
    const move = (id: string, parentId: string | null) =>
      story.mutate('updateCollection', { id, parentId }, 'collection { id }');
    return { story, owner, viewer, home, room, shelf, make, move };
  }

  test('gets GONE, and no event before it, for collections below one that was moved out of their sight', async () => {
    const { story, owner, viewer, room, shelf, move } = await rooms();
    const conversation = await story.conversation(shelf);
    const lost = [
      await follow(api, viewer, collectionEvents, { id: room }),
      await follow(api, viewer, collectionEvents, { id: shelf }),
    ];
    const talk = await follow(api, viewer, conversationEvents, { id: conversation.id });
    const everything = await follow(api, owner, collectionEvents, { id: shelf });
    for (const one of [...lost, talk, everything]) await one.next();
    await move(room, null);
    // Sent only to the owner, who can still see it: the viewer learns neither its content nor that it exists.
    await story.add(shelf, 'a secret');
    for (const one of lost) await expect(one.next()).rejects.toMatchObject({ code: 'GONE' });
    const farewell = { __typename: 'ConversationDeleted', conversationId: conversation.id, collectionNow: null };
    expect(await talk.next()).toMatchObject(farewell);
    await expect(talk.next()).rejects.toMatchObject({ code: 'GONE' });
    expect(await everything.next()).toMatchObject({ memory: { content: 'a secret' } });
    await everything.return();
    await expect.poll(() => api.services.sights.size).toBe(0);
  });

  test('gets none of the queued events once their collection is moved out of sight', async () => {
    const { story, viewer, room, shelf, move } = await rooms();
    const slow = [
      await follow(api, viewer, collectionEvents, { id: shelf }),
      await follow(api, viewer, collectionEvents, { id: shelf }),
    ];
    for (const one of slow) await one.next();
    const first = slow.map((one) => one.next());
    await story.add(shelf, 'told');
    for (const one of first) expect(await one).toMatchObject({ memory: { content: 'told' } });
    for (const content of ['one', 'two']) await story.add(shelf, content);
    await api.services.streams.settled();
    expect(api.services.streams.figures.queued).toBe(4);
    await move(room, null);
    // The first one notices when it is about to deliver an event, which ends the other, too.
    for (const one of slow) await expect(one.next()).rejects.toMatchObject({ code: 'GONE' });
  });

  test('keeps the stream of a collection that stays in sight after a move, and loses it with the new parent', async () => {
    const { story, viewer, home, room, shelf, make, move } = await rooms();
    const cellar = await make('Cellar', home);
    const following = await follow(api, viewer, collectionEvents, { id: shelf });
    await following.next();
    await move(room, cellar);
    await story.add(shelf, 'still here');
    expect(await following.next()).toMatchObject({ memory: { content: 'still here' } });
    // Its new parent counts now, not the former one.
    await move(cellar, null);
    await expect(following.next()).rejects.toMatchObject({ code: 'GONE' });
  });
});

describe('refuses', () => {
  const code = (error: unknown) => Object(error).extensions.code ?? Object(error).originalError?.code;
  const refusal = async (viewer: ReturnType<typeof makeViewer> | null, variables: Record<string, unknown>) =>
    code(await follow(api, viewer, collectionEvents, variables).catch((error: unknown) => error));

  test('cursors that are foreign, from the future, truncated or garbage; and buffers out of bounds', async () => {
    const { story, viewer, id, eventsCursor } = await begin();
    const other = await story.collection();
    const [, decoded] = [0, Buffer.from(eventsCursor, 'base64url').toString()];
    const forged = Buffer.from(`${decoded.slice(0, 8)}9`).toString('base64url');
    const list = (await api.run(viewer, '{ collections(first: 1) { pageInfo { endCursor } } }')).collections.pageInfo;
    for (const after of [other.eventsCursor, eventsCursor.slice(1), 'garbage', '', forged, list.endCursor]) {
      expect([after, await refusal(viewer, { id, after })]).toEqual([after, 'BAD_USER_INPUT']);
    }
    for (const size of [0, -1, 1_001]) expect(await refusal(viewer, { id, buffer: { size } })).toBe('BAD_USER_INPUT');
    const smallest = await follow(api, viewer, collectionEvents, { id, buffer: { size: 1 } });
    expect(await smallest.next()).toMatchObject({ __typename: 'StreamOpened' });
    await smallest.return();
  });

  test('a cursor beyond the end of the stream', async () => {
    const { story, viewer, id, eventsCursor } = await begin();
    await story.add(id, 'one');
    const following = await follow(api, viewer, collectionEvents, { id, after: eventsCursor });
    const [, added] = await following.take(2);
    await following.return();
    const { accountId } = viewer;
    await database.db.updateTable('stream').set({ seq: 0 }).where('account_id', '=', accountId).execute();
    expect(await refusal(viewer, { id, after: added.cursor })).toBe('BAD_USER_INPUT');
  });

  test('unknown ids, those of other types and of other viewers, all alike; and clients without authentication', async () => {
    const { story, viewer, id } = await begin();
    const conversation = await story.conversation(id);
    const narrow = makeViewer({ ...viewer, collectionIds: new Set() });
    for (const [who, what] of [
      [makeViewer(), id],
      [narrow, id],
      [viewer, conversation.id],
      [viewer, 'garbage'],
    ] as const) {
      expect(await refusal(who, { id: what })).toBe('NOT_FOUND');
    }
    expect(await refusal(null, { id })).toBe('UNAUTHENTICATED');
    expect(api.services.streams.figures.active).toBe(0);
  });
});

describe('many subscribers of one document', () => {
  test('share the loading, the execution and the text of an event', async () => {
    const { story, viewer, id } = await begin();
    const followings = await Promise.all(
      Array.from({ length: 20 }, () => follow(api, viewer, collectionEvents, { id })),
    );
    await Promise.all(followings.map((one) => one.next()));
    expect(api.subscriptions.groups).toBe(1);
    const memoryReads = async () => {
      const waiting = followings.map((one) => one.nextResult());
      const added = story.add(id, `memory ${Math.random()}`);
      const results = await Promise.all(waiting);
      await added;
      return new Set(results);
    };
    expect((await memoryReads()).size).toBe(1);
    const statements = await countStatements(memoryReads);
    expect(statements.filter((text) => text.includes('asked.number as wanted'))).toHaveLength(1);
    for (const one of followings) await one.return();
    expect(api.subscriptions.groups).toBe(0);
  });

  test('never share across accounts, scopes, plans, collections, variables or documents', async () => {
    const { story, viewer, id } = await begin();
    const others = [
      viewer,
      makeViewer({ ...viewer, principal: 'somebody else of the same rights' }),
      makeViewer({ ...viewer, scopes: new Set(['read']) }),
      makeViewer({ ...viewer, plan: 'FREE' }),
      makeViewer({
        ...viewer,
        collectionIds: new Set([Buffer.from(id, 'base64url').toString().slice('Collection:'.length)]),
      }),
    ];
    const followings = await Promise.all(others.map((who) => follow(api, who, collectionEvents, { id })));
    followings.push(await follow(api, viewer, `${collectionEvents} `, { id }));
    followings.push(await follow(api, viewer, collectionEvents, { id, buffer: { size: 5 } }));
    const foreign = new Story(api);
    const { id: elsewhere } = await foreign.collection();
    const far = await follow(api, foreign.viewer, collectionEvents, { id: elsewhere });
    await Promise.all([...followings, far].map((one) => one.next()));
    expect(api.subscriptions.groups).toBe(7);
    const waiting = [...followings, far].map((one) => one.nextResult());
    const [mine, theirs] = [await story.add(id, 'mine'), await foreign.add(elsewhere, 'theirs')];
    const results = await Promise.all(waiting);
    expect(results[0]).toBe(results[1]);
    expect(new Set(results).size).toBe(7);
    const told = results.map((result) => Object(result).data.collectionEvents.memory.id);
    expect(told).toEqual([...Array(7).fill(mine), theirs]);
    for (const one of [...followings, far]) await one.return();
  });

  test('with other aliases, field order or formatting share one execution, and get what each would get alone', async () => {
    const { story, viewer, id } = await begin();
    const told = (fields: string, rest = '') =>
      `subscription S($id: ID!, $not: Boolean = false) { collectionEvents(collectionId: $id) { ...on MemoryAdded { ${fields} } } } ${rest}`;
    const everything =
      'cursor at memory { id content kind tags metadata createdAt validTo supersededBy { id } supersedes { id content } collection { id name } }';
    const documents = [
      told(everything),
      told('memory { content id supersedes { content } } at'),
      told(
        'm: memory { __typename text: content again: content tags } memory { metadata } ...on StreamEvent { c: cursor }',
      ),
      told(
        'memory { ...F } ...on MemoryForgotten { memoryId }',
        'fragment F on Memory { old: supersedes { content } ...G } fragment G on Memory { collection { name id } }',
      ),
      told('memory @skip(if: $not) { kind @include(if: $not) id supersededBy { content } }'),
      `subscription { events: collectionEvents(collectionId: "${id}") { __typename } }`,
    ];
    const alone = documents.map(() => new SharedSubscriptions(unmasked));
    const together = await Promise.all(documents.map((one) => follow(api, viewer, one, { id })));
    const apart = await Promise.all(
      documents.map((one, index) =>
        follow({ ...api, subscriptions: alone[index] ?? api.subscriptions }, viewer, one, { id }),
      ),
    );
    const all = [...together, ...apart];
    await Promise.all(all.map((one) => one.next()));
    const waiting = all.map((one) => one.next());
    const old = await story.add(id, 'None has to read the log from now on');
    await Promise.all(waiting);
    const before = api.subscriptions.executions;
    await story.mutate('supersedeMemory', { id: old, content: 'It says more', reason: 'so' }, 'memory { id }');
    await together[0]?.take(2);
    for (const [index, one] of together.entries()) {
      const next = async () => Object(await one.nextResult()).json;
      const own = async () => Object(await apart[index]?.nextResult()).json;
      if (index > 0) expect([await next(), await next()]).toEqual([await own(), await own()]);
    }
    expect(api.subscriptions.executions - before).toBe(2);
    for (const one of all) await one.return();
  });
});
