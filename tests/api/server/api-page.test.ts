import { readFile } from 'node:fs/promises';
import {
  type FieldNode,
  getNamedType,
  getOperationAST,
  isObjectType,
  OperationTypeNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { expect, test, vi } from 'vitest';
import { deferrable } from '../../../src/graphql/deferrable.ts';
import { buildSchema } from '../../../src/graphql/schema.ts';
import { EventReader } from '../../support/event-source.ts';
import { useOperatedServer } from './operated-server.ts';

const page = await readFile('docs/api.md', 'utf8');
const blocks = [...page.matchAll(/```graphql\n([\s\S]*?)```\n(?:\n```json\n([\s\S]*?)```\n)?/g)];
const examples = blocks.map(([, source = '', variables = '{}']) => {
  const operation = getOperationAST(parse(source));
  return {
    name: operation?.name?.value ?? '',
    follows: operation?.operation === OperationTypeNode.SUBSCRIPTION,
    source,
    variables,
  };
});

// biome-ignore lint/suspicious/noExplicitAny: what is read is what the examples ask for
type Data = any;

/** Values that later examples take from an answer. */
const taken: Readonly<Record<string, (data: Data) => Record<string, string>>> = {
  MakeCollection: ({ createCollection }) => ({ collection: createCollection.collection.id }),
  StartConversation: ({ createConversation }) => ({ conversation: createConversation.conversation.id }),
  Say: ({ appendMessages }) => ({
    message: appendMessages.messages[0].id,
    learnt: appendMessages.memories[0].id,
  }),
  Ask: ({ ask }) => ({ run: ask.run.id }),
  Find: ({ search }) => {
    const { source } = search.edges[0].node;
    return { foundIn: source.conversation.id, foundAt: source.cursor };
  },
  OpenConversation: ({ conversation }) => ({ eventsCursor: conversation.eventsCursor }),
  Findings: ({ collection }) => {
    const [{ node }] = collection.proposals.edges;
    return { findingRun: node.run.id, proposal: node.id };
  },
  Consolidate: ({ startConsolidation }) => ({ consolidationRun: startConsolidation.run.id }),
  MakeStore: ({ createCollection: { collection } }) => ({ store: collection.id, since: collection.eventsCursor }),
  PutItem: ({ addMemory }) => ({ item: addMemory.memory.id }),
  SayAnew: ({ appendMessages }) => ({ edited: appendMessages.messages[0].id }),
  LearnToForget: ({ addMemory }) => ({ toForget: addMemory.memory.id }),
  Newest: ({ collection }) => ({ listCursor: collection.eventsCursor }),
  Until: ({ collection }) => ({ until: collection.eventsCursor }),
};

/** What must hold beyond the absence of errors. */
const expected: Readonly<Record<string, (data: Data) => void>> = {
  WhatMatters: ({ context }) => expect(context.text).toContain('window seat'),
  Find: ({ search }) => expect(search.edges[0].node.content).toContain('window seat'),
  FindAsOf: ({ search }) => expect(search.edges.length).toBeGreaterThan(0),
  OpenConversation: ({ conversation }) => expect(conversation.messageCount).toBe(4),
  Import: ({ addMemories }) => expect(addMemories).toMatchObject({ created: 3, failed: 0 }),
  Apply: ({ applyProposals }) => expect(applyProposals.applied).toBe(1),
  Undo: ({ undoConsolidation }) => expect(undoConsolidation.restored).toBeGreaterThan(0),
  PutItem: ({ addMemory }) => expect(addMemory.outcome).toBe('CREATED'),
  Item: ({ memories }) => expect(memories.edges[0].node.metadata.value).toEqual({ theme: 'light' }),
  LearnAnew: ({ supersedeMemory }) => expect(supersedeMemory.superseded.status).toBe('SUPERSEDED'),
  Notice: ({ addMemories }) => expect(addMemories.created).toBe(2),
  AsOfGame: ({ search }) => expect(search.edges[0].node.content).toBe('The mill burnt down.'),
  CopyMemories: ({ memories: { edges } }) => {
    const statuses = edges.map(({ node }: Data) => node.status);
    expect(new Set(statuses)).toEqual(new Set(['CURRENT', 'SUPERSEDED']));
    expect(edges[0].node.history.edges[0].node.actor).toBe('ada');
  },
  CopyConversations: ({ conversations }) => {
    const { messages, runs } = conversations.edges.at(-1).node;
    expect([messages.edges.length, runs.edges.length]).toEqual([5, 1]);
  },
  CopyRest: ({ collections }) => expect(collections.edges.length).toBeGreaterThan(1),
  LetGo: ({ deleteCollection }) => expect(deleteCollection.deletedMemoryCount).toBe(1),
  Health: ({ system }) => expect(system.health.status).toBe('OK'),
  Me: ({ viewer }) => expect(viewer.principal).toBe('ada'),
};

/** Whether a subscription has sent enough. */
const told: Readonly<Record<string, (event: Data, known: Readonly<Record<string, string>>) => boolean>> = {
  FollowAnswer: ({ agentRunEvents: { run } }) => run?.status === 'SUCCEEDED' && run.answer.includes('window seat'),
  FollowConversation: ({ conversationEvents }) => conversationEvents.__typename === 'StreamOpened',
  LiveSearch: ({ searchEvents }) => searchEvents.results.edges.length > 0,
  FollowConsolidation: ({ consolidationEvents: { run } }) => run?.status === 'SUCCEEDED',
  FollowList: ({ collectionEvents }) => collectionEvents.__typename === 'StreamOpened',
  TakeUntil: ({ collectionEvents }, known) => collectionEvents.cursor === known['until'],
  Dashboard: ({ systemMetrics }) => systemMetrics.latency.length > 0,
};

const { run, connection } = useOperatedServer();

test('every example of docs/api.md works, in their order', { timeout: 60_000 }, async () => {
  const known: Record<string, string> = {};
  for (const { name, follows, source, variables } of examples) {
    const filled = variables.replaceAll(/<(\w+)>/g, (all, id) => known[id] ?? all);
    expect(filled, `docs/api.md, ${name}: an id that no answer before had`).not.toMatch(/<\w+>/);
    if (follows) await follow(name, source, JSON.parse(filled), known);
    else Object.assign(known, await send(name, source, JSON.parse(filled)));
  }
  const used = examples.map(({ name }) => name);
  const unused = [taken, expected, told].flatMap((table) => Object.keys(table)).filter((name) => !used.includes(name));
  expect(unused, 'examples that docs/api.md has not').toEqual([]);
});

test('every example of docs/api.md selects the ids by which the caches of clients know what is the same', () => {
  const schema = deferrable(buildSchema());
  for (const { name, source } of examples) {
    const types = new TypeInfo(schema);
    const Field = (node: FieldNode) => {
      const type = getNamedType(types.getType());
      if (!isObjectType(type) || !('id' in type.getFields())) return;
      const selected = node.selectionSet?.selections.map((part) => ('name' in part ? part.name.value : ''));
      expect(selected, `docs/api.md, ${name}: ${node.name.value}`).toContain('id');
    };
    visit(parse(source), visitWithTypeInfo(types, { Field }));
  }
});

async function send(name: string, source: string, variables: object): Promise<Record<string, string>> {
  const once = async () => {
    const data = await run(source, variables);
    // Only an error that is data would have exactly these two fields.
    const failed = { code: expect.any(String), message: expect.any(String) };
    expect(Object.values<Data>(data), name).not.toContainEqual(failed);
    expected[name]?.(data);
    return taken[name]?.(data) ?? {};
  };
  // Findings are made in the background, and take a little longer.
  return name === 'Findings' ? await vi.waitFor(once, { timeout: 30_000, interval: 250 }) : await once();
}

async function follow(name: string, query: string, variables: object, known: Record<string, string>): Promise<void> {
  const { url, headers } = await connection();
  const reader = await EventReader.open(url, headers, { query, variables });
  const enough = told[name];
  if (!enough) throw new Error(`tests/api/server/api-page.test.ts does not say when enough of ${name} is seen`);
  await vi.waitFor(() => {
    for (const { data } of reader.events) if (data?.errors) throw new Error(`${name}: ${JSON.stringify(data.errors)}`);
    expect(
      reader.events.some(({ data }) => data?.data && enough(data.data, known)),
      `${name}: ${reader.text}`,
    ).toBe(true);
  }, 30_000);
  reader.vanish();
}
