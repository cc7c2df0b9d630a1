import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { reachOf } from '../../../src/collection/reach.ts';
import { instructionsStatement } from '../../../src/memory/instructions.store.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { forgetSizes, nodesOf, planOf } from '../../support/plans.ts';
import { start } from '../conversation/start.ts';

const { db } = useDatabase();
const api = makeApi(db);

const context = /* GraphQL */ `
  query ($input: ContextInput!) {
    context(input: $input) { plan { strategies } text sections { strategy memories { content } } }
  }`;

interface Section {
  readonly strategy: string;
  readonly memories: readonly { readonly content: string }[];
}

const ask = async (viewer: Viewer, message: string, given: object = {}) =>
  (await api.run(viewer, context, { input: { message, ...given } })).context;

/** The contents of the section with the instructions, or null if there is none. */
async function wanted(viewer: Viewer, message = 'What is the dog called?', given: object = {}) {
  const { sections } = await ask(viewer, message, given);
  const section: Section | undefined = sections.find(({ strategy }: Section) => strategy === 'INSTRUCTIONS');
  return section ? section.memories.map(({ content }) => content) : null;
}

const tell = async (viewer: Viewer, collectionId: string, content: string, given: object = {}): Promise<string> => {
  const memory = { content, kind: 'INSTRUCTION', ...given };
  return (await mutate(api, viewer, 'addMemory', { collectionId, memory }, 'memory { id }')).memory.id;
};

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

test.each([
  ['a question for something else', 'What is the dog called?'],
  ['a greeting', 'Hello!'],
  ['several parts', 'Why did Anna leave the bank, and what does Tom play?'],
])('how answers are wanted comes first in a context, whatever the message is: %s', async (_, message) => {
  const { viewer, collectionId } = await start(api);
  await tell(viewer, collectionId, 'The dog is called Rex', { kind: 'FACT' });
  await tell(viewer, collectionId, 'Answer with code first', { speaker: 'Anna', validFrom: '2026-09-10T12:00:00Z' });
  const { plan, text } = await ask(viewer, message);
  expect(plan.strategies.at(-1)).toBe('INSTRUCTIONS');
  expect(text).toMatch(/^How answers are wanted:\n- 2026-09-10 Anna: Answer with code first\n\n/);
  expect(text).toContain('Rex');
});

test('an instruction that the message asks for is shown once, and where there is none, no section is', async () => {
  const { viewer, collectionId } = await start(api);
  expect(await wanted(viewer)).toBeNull();
  await tell(viewer, collectionId, 'Answer with code first');
  const { sections, text } = await ask(viewer, 'How shall answers with code begin?');
  expect(sections.map(({ strategy }: Section) => strategy)).toEqual(['INSTRUCTIONS', 'SEARCH']);
  expect(text.match(/Answer with code first/g)).toHaveLength(1);
});

test('only those that hold now are shown, the newest first, with those of the collections below', async () => {
  const { viewer, collectionId } = await start(api);
  const below = { name: 'Below', parentId: collectionId };
  const { collection } = await mutate(api, viewer, 'createCollection', below, 'collection { id }');
  const beside = await mutate(api, viewer, 'createCollection', { name: 'Beside' }, 'collection { id }');
  await tell(viewer, collectionId, 'Answer in Dutch', { validFrom: daysFromNow(-3) });
  await tell(viewer, collection.id, 'Be brief', { validFrom: daysFromNow(-1) });
  await tell(viewer, collectionId, 'Give sources', { validFrom: daysFromNow(-2) });
  await tell(viewer, beside.collection.id, 'Use emoji');
  await tell(viewer, collectionId, 'Rhyme', { validFrom: daysFromNow(-3), validTo: daysFromNow(-1) });
  await tell(viewer, collectionId, 'Sing', { validFrom: daysFromNow(1) });
  const id = await tell(viewer, collectionId, 'Shout');
  await mutate(api, viewer, 'forgetMemory', { id }, '__typename');
  const given = { collectionIds: [collectionId] };
  expect(await wanted(viewer, 'What is the dog called?', given)).toEqual([
    'Be brief',
    'Give sources',
    'Answer in Dutch',
  ]);
  expect(await wanted(viewer)).toContain('Use emoji');
  const { viewer: stranger } = await start(api);
  expect(await wanted(stranger)).toBeNull();
});

test('many instructions leave room for what the message asks for', async () => {
  const { viewer, collectionId } = await start(api);
  await tell(viewer, collectionId, 'The dog is called Rex', { kind: 'FACT' });
  for (let n = 0; n < 30; n += 1)
    await tell(viewer, collectionId, `Answer as in example ${n}: ${'tea and '.repeat(12)}cake`);
  const { text } = await ask(viewer, 'What is the dog called?', { tokenBudget: 200 });
  expect(text).toContain('Rex');
  expect(await wanted(viewer, 'What is the dog called?', { tokenBudget: 32_000 })).toHaveLength(20);
});

test('they are read by an index of their own', async () => {
  const { viewer } = await start(api);
  const statement = instructionsStatement({ reach: reachOf(viewer), collectionIds: null, limit: 20, asOf: null });
  await forgetSizes(db, 'memory', 'collection');
  const nodes = nodesOf(await planOf(db, statement));
  expect(nodes.map((node) => node['Index Name'])).toContain('memory_instructions');
});
