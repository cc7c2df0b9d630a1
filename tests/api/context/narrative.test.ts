import { describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { mutate, mutationText } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';
import { start } from '../conversation/start.ts';

const database = useDatabase();
const jobs = useJobs(database);
const api = makeApi(database.db, jobs);
const { run, execute } = api;

const add = (viewer: Viewer, collectionId: string, content: string) =>
  mutate(api, viewer, 'addMemory', { collectionId, memory: { content } }, 'memory { id }');

const refresh = (viewer: Viewer, collectionId: string) =>
  mutate(api, viewer, 'refreshNarrative', { collectionId }, 'collection { id narrative { text } }');

const narrativeOf = async (viewer: Viewer, id: string) =>
  (
    await run(
      viewer,
      'query ($id: ID!) { collection(id: $id) { narrative { id text revision stale generatedAt collection { id } } } }',
      { id },
    )
  ).collection?.narrative;

describe('a narrative', () => {
  test('is generated on request, and found by its id', async () => {
    const { viewer, collectionId } = await start(api);
    await add(viewer, collectionId, 'Anna plays the cello in an orchestra');
    expect(await narrativeOf(viewer, collectionId)).toBeNull();
    expect(await refresh(viewer, collectionId)).toMatchObject({ collection: { id: collectionId, narrative: null } });
    await jobs.processAll();
    const told = await narrativeOf(viewer, collectionId);
    expect(told).toMatchObject({
      text: expect.stringContaining('Anna plays the cello'),
      revision: 1,
      stale: false,
      collection: { id: collectionId },
    });
    const { node } = await run(viewer, 'query ($id: ID!) { node(id: $id) { id ... on Narrative { text } } }', {
      id: told.id,
    });
    expect(node).toEqual({ id: told.id, text: told.text });
    await add(viewer, collectionId, 'Tom repairs old bicycles');
    expect(await narrativeOf(viewer, collectionId)).toMatchObject({ revision: 1, stale: true });
    await refresh(viewer, collectionId);
    await jobs.processAll();
    expect(await narrativeOf(viewer, collectionId)).toMatchObject({ revision: 2, stale: false });
  });

  test('loses a purged memory at once, is stale then, and is due to be generated again immediately', async () => {
    const { viewer, collectionId } = await start(api);
    await add(viewer, collectionId, 'Anna plays the cello in an orchestra');
    const { memory } = await add(viewer, collectionId, 'Tom repairs old bicycles');
    await refresh(viewer, collectionId);
    await jobs.processAll();
    const told = await narrativeOf(viewer, collectionId);
    await mutate(api, viewer, 'forgetMemory', { id: memory.id, purge: true });
    const text = expect.not.stringContaining('bicycles');
    expect(await narrativeOf(viewer, collectionId)).toEqual({ ...told, text, stale: true });
    // Another account’s refresh: its job generates all narratives that are due.
    const other = await start(api);
    await refresh(other.viewer, other.collectionId);
    await jobs.processAll();
    expect(await narrativeOf(viewer, collectionId)).toMatchObject({ revision: 2, stale: false });
  });

  test('of a collection without memories is null', async () => {
    const { viewer, collectionId } = await start(api);
    await refresh(viewer, collectionId);
    await jobs.processAll();
    expect(await narrativeOf(viewer, collectionId)).toBeNull();
  });

  test('is in the context of a new conversation, which shows its memories only there', async () => {
    const { viewer, collectionId, id } = await start(api);
    await add(viewer, collectionId, 'Anna plays the cello in an orchestra');
    await add(viewer, collectionId, 'Tom repairs old bicycles');
    await refresh(viewer, collectionId);
    await jobs.processAll();
    const { context } = await run(
      viewer,
      `query ($id: ID!) { context(input: { message: "Hello!", conversationId: $id }) {
        sections { strategy text memories { content } } } }`,
      { id },
    );
    const shown: { strategy: string; text: string; memories: { content: string }[] }[] = context.sections;
    expect(shown.flatMap(({ memories }) => memories).length).toBe(2);
    const narrative = shown.find(({ strategy }) => strategy === 'NARRATIVE');
    expect(narrative?.text).toContain('Anna plays the cello');
    expect(shown.find(({ strategy }) => strategy === 'BOOTSTRAP')?.text).toBe('');
  });

  test('is in contexts of its collection and of parent collections, and of no others', async () => {
    const { viewer, collectionId: inner } = await start(api);
    const make = async (name: string): Promise<string> =>
      (await mutate(api, viewer, 'createCollection', { name }, 'collection { id }')).collection.id;
    const [outer, beside] = [await make('Outer'), await make('Beside')];
    await mutate(api, viewer, 'updateCollection', { id: inner, parentId: outer }, '__typename');
    for (const [id, content] of [
      [inner, 'Anna plays the cello in an orchestra'],
      [beside, 'Tom repairs old bicycles'],
    ] as const) {
      await add(viewer, id, content);
      await refresh(viewer, id);
    }
    await jobs.processAll();
    const told = async (collectionIds: string[]) => {
      const source = `query ($ids: [ID!]) { context(input: { message: "Hello!", collectionIds: $ids }) {
        sections { strategy memories { content } } } }`;
      const { context } = await run(viewer, source, { ids: collectionIds });
      const sections: { strategy: string; memories: { content: string }[] }[] = context.sections;
      const narratives = sections.filter(({ strategy }) => strategy === 'NARRATIVE');
      return narratives.flatMap(({ memories }) => memories.map(({ content }) => content));
    };
    expect(await told([outer])).toEqual(['Anna plays the cello in an orchestra']);
    expect(await told([beside])).toEqual(['Tom repairs old bicycles']);
  });
});

test.each([
  ['of another account', async () => (await start(api)).collectionId],
  ['that is no collection', async () => 'nonsense'],
])('the narrative of a collection %s cannot be requested', async (_name, idOf) => {
  const { viewer } = await start(api);
  expect(await refresh(viewer, await idOf())).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
});

test('requesting one needs the scope write', async () => {
  const reader = makeViewer({ scopes: new Set(['read']) });
  const { errors } = await execute(reader, mutationText('refreshNarrative'), { input: { collectionId: 'x' } });
  expect(errors).toMatchObject([{ code: 'FORBIDDEN' }]);
});
