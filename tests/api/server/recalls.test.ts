import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startApp } from '../../support/app-server.ts';
import { migratedFolder } from '../../support/migrated-folder.ts';
import { post, tokenFor } from '../../support/started-server.ts';

const accesses = '{ memories { edges { node { accessCount resonance } } } }';

test('a server writes recalls in the background and the rest when it stops, and the next one begins with what there is', async () => {
  const folder = await migratedFolder();
  onTestFinished(() => rm(folder, { recursive: true }));
  const settings = { DATA_DIR: folder, LOG_LEVEL: 'info' };
  let server = await startApp(settings);
  onTestFinished(() => server.stop());
  const token = await tokenFor(settings, '--user', 'ada');
  const count = async () => (await post(server.endpoint, token, accesses)).memories.edges[0].node.accessCount;
  const search = () => post(server.endpoint, token, '{ search(input: { query: "cello" }) { edges { node { id } } } }');

  const { createCollection } = await post(
    server.endpoint,
    token,
    'mutation { createCollection(input: { name: "Home" }) { ... on CreateCollectionPayload { collection { id } } } }',
  );
  const add = `mutation ($id: ID!) { addMemory(input: { collectionId: $id, memory: { content: "the cello is old" } }) { __typename } }`;
  await post(server.endpoint, token, add, { id: createCollection.collection.id });
  await search();
  await vi.waitFor(async () => expect(await count()).toBe(1), 20_000);
  await search();
  await server.stop();
  server = await startApp(settings);
  expect(await count()).toBe(2);
  expect(server.said()).toContain('"collections":1,"memories":1');
});
