import { rm } from 'node:fs/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { isInputObjectType, isNonNullType, parse, print, validate } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signToken } from '../../../src/account/token-signer.ts';
import { type App, buildApp } from '../../../src/app/build-app.ts';
import { readSamples } from '../../../src/app/http/graphiql.ts';
import { deferrable } from '../../../src/graphql/deferrable.ts';
import { buildSchema } from '../../../src/graphql/schema.ts';
import { loadConfig } from '../../../src/platform/config/config.ts';
import {
  AddMemoryDocument,
  CreateCollectionDocument,
  FollowCollectionDocument,
  ListMemoriesDocument,
  SearchDocument,
  WhoAmIDocument,
} from '../../generated/graphql.ts';
import { EventReader } from '../../support/event-source.ts';
import { migratedFolder } from '../../support/migrated-folder.ts';
import { post } from '../../support/started-server.ts';

/** Applications mostly declare the shape of their metadata as an interface. */
interface Trip {
  readonly trip: string;
}

describe('the examples', () => {
  test('are valid for the schema', async () => {
    const schema = deferrable(buildSchema());
    const samples = await readSamples();
    expect(samples.length).toBeGreaterThanOrEqual(5);
    for (const { query, variables } of samples) {
      expect(validate(schema, parse(query)), query).toEqual([]);
      expect(() => JSON.parse(variables || '{}')).not.toThrow();
    }
  });

  test('give the fields that GraphiQL marks as missing, although they have a default', async () => {
    const schema = buildSchema();
    for (const { query, variables } of await readSamples()) {
      for (const [, name = '', typeName = ''] of query.matchAll(/\$(\w+): (\w+Input)!/g)) {
        const type = schema.getType(typeName);
        if (!isInputObjectType(type)) throw new Error(`${typeName} is no input type`);
        const marked = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
        expect(Object.keys(JSON.parse(variables)[name])).toEqual(
          expect.arrayContaining(marked.map((field) => field.name)),
        );
      }
    }
  });
});

describe('a server', () => {
  let folder = '';
  let app: App;
  let token = '';

  beforeAll(async () => {
    folder = await migratedFolder();
    const config = loadConfig({
      DATA_DIR: folder,
      PORT: '0',
      JWT_SECRET: 'a secret of at least thirty-two characters',
    });
    app = await buildApp(config, { log: pino({ level: 'silent' }) });
    token = await signToken(config.auth, { principal: 'ada', plan: 'PRO', scopes: ['read', 'write'], expires: '1h' });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const run = <Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> => post(`${app.url}/graphql`, token, print(document), variables);

  test('runs the examples in sequence', async () => {
    expect((await run(WhoAmIDocument, {})).viewer).toMatchObject({ principal: 'ada', scopes: ['read', 'write'] });

    const { createCollection } = await run(CreateCollectionDocument, { input: { name: 'Travel' } });
    if (createCollection?.__typename !== 'CreateCollectionPayload') throw new Error(createCollection?.message);
    const collectionId = createCollection.collection.id;

    const follower = await EventReader.open(
      `${app.url}/graphql`,
      { authorization: `Bearer ${token}` },
      { query: print(FollowCollectionDocument), variables: { collectionId } },
    );

    const metadata: Trip = { trip: 'Vienna' };
    const memory = { content: 'Ada prefers the window seat on night trains.', kind: 'PREFERENCE', metadata } as const;
    const { addMemory } = await run(AddMemoryDocument, { input: { collectionId, memory } });
    if (addMemory?.__typename !== 'AddMemoryPayload') throw new Error(addMemory?.message);
    expect(addMemory).toMatchObject({ outcome: 'CREATED', memory: { content: memory.content, kind: memory.kind } });

    const told = () => follower.events.map(({ data }) => data.data.collectionEvents);
    await expect.poll(() => told().at(-1)?.memory).toEqual({ id: addMemory.memory.id, content: memory.content });
    expect(told()[0].__typename).toBe('StreamOpened');
    follower.vanish();

    const { search } = await run(SearchDocument, {
      input: { query: 'Where does Ada like to sit?', filter: { metadata } },
    });
    expect(search?.edges[0]?.node).toMatchObject({ id: addMemory.memory.id, content: memory.content });
    expect(search?.failedArms).toEqual([]);

    const { memories } = await run(ListMemoriesDocument, {});
    expect(memories).toMatchObject({ totalCount: 1, edges: [{ node: { collection: { name: 'Travel' } } }] });
  });
});
