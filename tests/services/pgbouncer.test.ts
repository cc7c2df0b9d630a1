import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app/build-app.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { administer, withName } from '../support/administer.ts';
import { canRunPgBouncer, startPgBouncer } from '../support/own-pgbouncer.ts';
import { post, tokenFor } from '../support/started-server.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;

describe.skipIf(databaseUrl === '' || !canRunPgBouncer)('behind PgBouncer', () => {
  const name = `mnemograph_pgbouncer_${randomBytes(6).toString('hex')}`;
  const log = pino({ level: 'silent' });
  let settings: Record<string, string>;
  beforeAll(async () => {
    await administer(databaseUrl, [`create database ${name}`]);
    const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
    settings = { DATA_DIR: folder, PORT: '0', JWT_SECRET: 'a secret of at least thirty-two characters' };
  });
  afterAll(async () => {
    await administer(databaseUrl, [`drop database ${name} with (force)`]);
    await rm(settings['DATA_DIR'] ?? '', { recursive: true });
  });

  async function bouncer(mode: 'transaction' | 'statement'): Promise<string> {
    const started = await startPgBouncer(withName(databaseUrl, name), mode);
    onTestFinished(() => started[Symbol.asyncDispose]());
    return started.url;
  }
  const start = (url: string) => buildApp(loadConfig({ ...settings, DATABASE_URL: url }), { log });

  test('in statement mode, or with startup options, refuses to start and gives the reason', async () => {
    const url = await bouncer('statement');
    await expect(start(url)).rejects.toThrow(
      /DATABASE_URL: got a PgBouncer in statement mode.*pool_mode = transaction/,
    );
    await expect(start(url.replace('?options=', ''))).rejects.toThrow(
      /DATABASE_URL: .*a URL that ends with \?options=/,
    );
  });

  test('in transaction mode, everything works with more clients than connections', async () => {
    const url = await bouncer('transaction');
    const app = await start(url);
    onTestFinished(() => app[Symbol.asyncDispose]());
    const token = await tokenFor(settings, '--user', 'ada', '--scope', 'admin', '--plan', 'pro');
    const ask = (query: string, variables: Record<string, unknown> = {}) =>
      post(`${app.url}/graphql`, token, query, variables);
    const { createCollection } = await ask(
      'mutation { createCollection(input: { name: "Pooled" }) { ... on CreateCollectionPayload { collection { id } } } }',
    );
    const { id } = createCollection.collection;
    const contents = Array.from({ length: 40 }, (_, n) => `Lamp number ${n} stands in the hall`);
    const add = `mutation ($id: ID!, $content: String!) {
      addMemory(input: { collectionId: $id, memory: { content: $content } }) { __typename } }`;
    await Promise.all(contents.map((content) => ask(add, { id, content })));
    const find = `query ($id: ID!, $query: String!) { search(input: { query: $query, collectionIds: [$id] }, first: 1) {
      edges { node { content } } } }`;
    const found = await Promise.all(contents.map((content) => ask(find, { id, query: content })));
    expect(found.map(({ search }) => search.edges[0].node.content)).toEqual(contents);
  });
});
