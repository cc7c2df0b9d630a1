import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signToken } from '../../src/account/token-signer.ts';
import { buildApp } from '../../src/app/build-app.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createDatabase, type OwnDatabase } from '../support/own-database.ts';
import { folderForTest } from '../support/own-folder.ts';
import { send } from '../support/started-server.ts';
import { TcpGate } from './tcp-gate.ts';

const JWT_SECRET = 'a secret of at least thirty-two characters';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;

describe.skipIf(databaseUrl === '')('a server whose database is down (needs TEST_DATABASE_URL)', () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await createDatabase();
  });
  afterAll(() => own.drop());

  /** A server that reaches its database through a gate, with its responses. */
  async function gatedServer(settings: Record<string, string> = {}, principal = 'ada') {
    const database = new URL(own.url);
    const gate = new TcpGate({ host: database.hostname, port: Number(database.port) });
    await gate.open();
    database.port = String(gate.port);
    database.hostname = '127.0.0.1';
    onTestFinished(() => gate.shut());
    const usual = { DATABASE_URL: database.href, JWT_SECRET, PORT: '0', DATA_DIR: folderForTest() };
    const config = loadConfig({ ...usual, ...settings });
    const token = await signToken(config.auth, {
      principal,
      plan: 'FREE',
      scopes: ['read', 'write'],
      expires: '1h',
    });
    return { gate, config, token };
  }

  const list = '{ collections(first: 1) { edges { node { id } } } }';
  const found = { data: { collections: { edges: [] } } };
  const ready = async (url: string) => (await fetch(`${url}/ready`)).status;
  const metrics = async (url: string) => await (await fetch(`${url}/metrics`)).text();
  const log = pino({ level: 'silent' });

  test('answers UNAVAILABLE during an outage, and serves the next request afterwards', async () => {
    const { gate, config, token } = await gatedServer();
    await using app = await buildApp(config, { log });
    expect(await send(`${app.url}/graphql`, token, list)).toMatchObject(found);
    await gate.shut();
    // An earlier answer may be cached, so ask something else.
    const other = list.replace('1', '2');
    expect((await send(`${app.url}/graphql`, token, other)).errors[0].extensions).toMatchObject({
      code: 'UNAVAILABLE',
    });
    expect(await ready(app.url)).toBe(503);
    expect(await metrics(app.url)).toContain('mnemograph_part_up{part="database"} 0');
    expect(await send(`${app.url}/graphql`, token, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    await gate.open();
    expect(await send(`${app.url}/graphql`, token, list)).toMatchObject(found);
    expect(await ready(app.url)).toBe(200);
  });

  test('reports an outage once a minute per part, and as nothing that somebody has to act on', async () => {
    const { gate, config, token } = await gatedServer({}, 'grace');
    const lines: { readonly level: number; readonly msg: string }[] = [];
    await using app = await buildApp(config, {
      log: createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) }),
    });
    const call = (query: string) => send(`${app.url}/graphql`, token, query);
    const name = 'createCollection(input: { name: "Trips" }) { ... on CreateCollectionPayload { collection { id } } }';
    const { createCollection } = (await call(`mutation { ${name} }`)).data;
    const within = `collectionIds: ["${createCollection.collection.id}"]`;
    await gate.shut();
    for (let n = 0; n < 5; n += 1) {
      await call(`{ context(input: { message: "Which seat was number ${n}?", ${within} }) { text } }`);
      await call(`{ search(input: { query: "Seat number ${n}", ${within} }) { edges { score } } }`);
    }
    const told = lines.map(({ msg }) => msg);
    expect(told.filter((msg) => msg === 'a strategy of context failed')).toHaveLength(1);
    expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
    await gate.open();
  });

  test('detects in time that the database has gone silent, and replaces its connections', async () => {
    const { gate, config, token } = await gatedServer({ DB_POOL_SIZE: '2', STATEMENT_TIMEOUT_MS: '500' });
    await using app = await buildApp(config, { log });
    const lists = [3, 4, 5].map((first) => list.replace('1', String(first)));
    const sendAll = () => Promise.all(lists.map((one) => send(`${app.url}/graphql`, token, one)));
    await sendAll();
    gate.mute();
    const others = lists.map((one) => `${one} # anew`);
    const answers = await Promise.all(others.map((one) => send(`${app.url}/graphql`, token, one)));
    expect(answers[0].errors[0].extensions).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await send(`${app.url}/graphql`, token, `${list} # anew`)).toMatchObject(found);
    // A stop waits for the connections that are silent.
    await gate.shut();
  });

  test('starts without the database and serves once it is up', async () => {
    const { gate, config, token } = await gatedServer();
    await gate.shut();
    await using app = await buildApp(config, { log });
    expect((await send(`${app.url}/graphql`, token, list)).errors[0].extensions).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await ready(app.url)).toBe(503);
    await gate.open();
    await expect.poll(() => ready(app.url), { timeout: 10_000 }).toBe(200);
    expect(await send(`${app.url}/graphql`, token, list)).toMatchObject(found);
  });
});
