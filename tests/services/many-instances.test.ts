import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { administer } from '../support/administer.ts';
import { type AppServer, startApp } from '../support/app-server.ts';
import { EventReader } from '../support/event-source.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { post } from '../support/started-server.ts';
import { canRunTwoServers, startTwoServers, type TwoServers } from '../support/two-servers.ts';

const follow = `subscription ($id: ID!, $after: String) {
  collectionEvents(collectionId: $id, after: $after) {
    __typename
    ... on StreamEvent { cursor }
    ... on MemoryAdded { memory { content } }
  }
}`;

const createCollection = `mutation ($name: String!) { createCollection(input: { name: $name }) {
  ... on CreateCollectionPayload { collection { id } }
} }`;
const addMemory = `mutation ($id: ID!, $content: String!) {
  addMemory(input: { collectionId: $id, memory: { content: $content } }) { __typename }
}`;

describe.runIf(canRunTwoServers)('two servers on one Postgres and one Redis', () => {
  let two: TwoServers;

  beforeAll(async () => {
    two = await startTwoServers({ MAX_SUBSCRIPTIONS_PER_VIEWER: '5' }, '--user', 'ada', '--scope', 'admin');
  });
  afterAll(() => two[Symbol.asyncDispose]());

  const connect = ({ endpoint }: AppServer, credential = two.token) =>
    RawSocket.connect(endpoint.replace('http', 'ws'), { authorization: `Bearer ${credential}` });

  const events = ({ endpoint }: AppServer, id: string, credential = two.token) =>
    EventReader.open(`${endpoint}?${new URLSearchParams({ query: follow, variables: JSON.stringify({ id }) })}`, {
      authorization: `Bearer ${credential}`,
    });

  /** The error code with which an event stream ends properly. */
  async function lastCode(reader: EventReader): Promise<string> {
    expect(await reader.ended).toBe(true);
    const [last, complete] = reader.events.slice(-2);
    expect(complete?.event).toBe('complete');
    return last?.data.errors[0].extensions.code;
  }

  let asked = 0;

  /** Returns the id of a new subscription if it is accepted. Otherwise checks the error code. */
  async function begins(client: RawSocket | undefined, id: string): Promise<string[]> {
    if (!client) throw new Error('There is no such client');
    const name = `begun ${asked}`;
    asked += 1;
    client.subscribe(name, follow, { id });
    const { type, payload } = await client.answer(name);
    if (type === 'error') expect(payload[0].extensions).toEqual({ code: 'TOO_MANY_SUBSCRIPTIONS', limit: 5 });
    return type === 'next' ? [name] : [];
  }

  async function makeCollection(): Promise<string> {
    const { createCollection: made } = await post(two.servers[0].endpoint, two.token, createCollection, {
      name: 'Shared',
    });
    return made.collection.id;
  }

  const contents = (client: RawSocket) =>
    client.messages.flatMap(({ payload }) => payload?.data?.collectionEvents?.memory?.content ?? []);

  test('a change on one reaches subscribers of the other, even during and after a Redis outage', async () => {
    const id = await makeCollection();
    const client = await connect(two.servers[0]);
    client.subscribe('1', follow, { id });
    await client.answer('1');
    const said: string[] = [];
    const add = async (what: string) => {
      for (let n = 0; n < 10; n++) {
        said.push(`${what} ${n}`);
        await post(two.servers[1].endpoint, two.token, addMemory, { id, content: `${what} ${n}` });
      }
      await expect.poll(() => contents(client), { timeout: 5_000 }).toEqual(said);
    };
    await add('with Redis');
    await two.redis.stop();
    await add('without Redis');
    await two.redis.start();
    await add('with Redis again');
  });

  test('revoking a key or deleting a collection ends its subscriptions on both servers', async () => {
    const id = await makeCollection();
    const created = await post(
      two.servers[0].endpoint,
      two.token,
      `mutation { createApiKey(input: { name: "ci", scopes: ["read"] }) {
        ... on CreateApiKeyPayload { secret apiKey { id } }
      } }`,
    );
    const { secret, apiKey } = created.createApiKey;
    const clients = await Promise.all(two.servers.map((server) => connect(server, secret)));
    const other = await connect(two.servers[0]);
    const reader = await events(two.servers[1], id, secret);
    const otherReader = await events(two.servers[0], id);
    for (const client of [...clients, other]) {
      client.subscribe('1', follow, { id });
      await client.answer('1');
    }
    const revoke = 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }';
    await post(two.servers[0].endpoint, two.token, revoke, { id: apiKey.id });
    for (const client of clients) {
      const { payload } = await client.until(({ type }) => type === 'error');
      expect(payload[0].extensions.code).toBe('UNAUTHENTICATED');
    }
    expect(await lastCode(reader)).toBe('UNAUTHENTICATED');
    const remove = 'mutation ($id: ID!) { deleteCollection(input: { id: $id }) { __typename } }';
    await post(two.servers[1].endpoint, two.token, remove, { id });
    const { payload } = await other.until(({ type }) => type === 'error');
    expect(payload[0].extensions.code).toBe('GONE');
    expect(await lastCode(otherReader)).toBe('GONE');
  });

  test('the subscription limit of a principal spans both servers, and an ended subscription frees its slot', async () => {
    const id = await makeCollection();
    const clients = await Promise.all(two.servers.map((server) => connect(server)));
    const [one, other] = clients;
    // Subscriptions of earlier tests end with their sockets.
    const begun: string[] = [];
    for (const client of [one, other, one, other, one]) {
      await expect.poll(async () => begun.push(...(await begins(client, id)))).toBeGreaterThan(begun.length);
    }
    expect([await begins(one, id), await begins(other, id)]).toEqual([[], []]);
    expect(await lastCode(await events(two.servers[0], id))).toBe('TOO_MANY_SUBSCRIPTIONS');
    one?.send({ id: begun[0], type: 'complete' });
    await expect.poll(() => begins(other, id)).toHaveLength(1);
    expect(await begins(one, id)).toEqual([]);
  });

  test('ignores the columns, migrations and events of a later version', async () => {
    const id = await makeCollection();
    const client = await connect(two.servers[0]);
    client.subscribe('1', follow, { id });
    await client.answer('1');
    await administer(two.url, [
      `insert into schema_migration (name) values ('2099-01-01T0000-paint-memories')`,
      'alter table memory add column colour text',
      `with newest as (update stream set seq = seq + 1 where id = (select id from collection order by created_at desc limit 1)
         returning account_id, kind, id, seq)
       insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, at)
       select account_id, kind, id, seq, 'MemoryPainted', id, array['colour'], now() from newest`,
    ]);
    const old = await startApp(two.settings);
    try {
      await post(old.endpoint, two.token, addMemory, { id, content: 'Written by the older version' });
      await expect.poll(() => contents(client), { timeout: 5_000 }).toEqual(['Written by the older version']);
    } finally {
      await old.stop();
    }
  });

  // Must be last: it stops one of the servers.
  test('a client of a stopping server resumes on the other by its cursor, without a gap', async () => {
    const id = await makeCollection();
    const client = await connect(two.servers[0]);
    client.subscribe('1', follow, { id });
    await client.answer('1');
    const said: string[] = [];
    const add = async (content: string) => {
      said.push(content);
      await post(two.servers[1].endpoint, two.token, addMemory, { id, content });
    };
    for (let n = 0; n < 5; n++) await add(`before ${n}`);
    await expect.poll(() => contents(client)).toHaveLength(5);

    const stopped = two.servers[0].stop();
    for (let n = 0; n < 5; n++) await add(`while it stops ${n}`);
    expect(await client.closed).toEqual({ code: 1012, reason: 'Service restart' });
    await stopped;
    for (let n = 0; n < 5; n++) await add(`in between ${n}`);

    const again = await connect(two.servers[1]);
    const after = client.messages.findLast(({ type }) => type === 'next')?.payload.data.collectionEvents.cursor;
    again.subscribe('1', follow, { id, after });
    for (let n = 0; n < 5; n++) await add(`after ${n}`);
    await expect.poll(() => [...contents(client), ...contents(again)]).toEqual(said);
  });
});
