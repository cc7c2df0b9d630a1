/** The operations of the import, each repeated for as long as the server asks to wait, or is not reached. */
import { setTimeout as pause } from 'node:timers/promises';

// biome-ignore lint/suspicious/noExplicitAny: what is read is what the operations ask for
type Data = any;

const error = '... on Error { code message }';
const ids = 'pageInfo { hasNextPage endCursor }';
const collection = `mutation ($input: CreateCollectionInput!) { createCollection(input: $input) {
  ... on CreateCollectionPayload { collection { id } } ${error} } }`;
const conversation = `mutation ($input: CreateConversationInput!) { createConversation(input: $input) {
  ... on CreateConversationPayload { conversation { id } } ${error} } }`;
const messages = `query ($id: ID!, $after: String) { conversation(id: $id) {
  messages(first: 100, after: $after) { ${ids} edges { node { id metadata } } } } }`;
const facts = `query ($id: ID!, $after: String) { collection(id: $id) {
  memories(first: 100, after: $after, orderBy: CREATED_ASC, filter: { metadata: {}, statuses: [CURRENT, SUPERSEDED, FORGOTTEN] }) {
    ${ids} edges { node { id content status validTo metadata } } } } }`;
const append = `mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) {
  ... on AppendMessagesPayload { messages { id } } ${error} } }`;
const add = `mutation ($input: AddMemoriesInput!) { addMemories(input: $input) {
  ... on AddMemoriesPayload { created results { __typename ${error} } } ${error} } }`;
const supersede = `mutation ($input: SupersedeMemoryInput!) { supersedeMemory(input: $input) {
  ... on SupersedeMemoryPayload { memory { id validTo } } ${error} } }`;
const change = (name: string, input: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { __typename ${error} } }`;

/** What is known of a fact that is there. */
export interface Known {
  readonly id: string;
  readonly content: string;
  readonly status: string;
  readonly validTo: string | null;
}

interface Additions {
  readonly collectionId: string;
  readonly memories: readonly { readonly idempotencyKey: string }[];
}

export type Api = ReturnType<typeof connectTo>;

export function connectTo(url: string, token: string) {
  const ask = async (query: string, variables: object): Promise<Data> => {
    for (;;) {
      const { data, errors } = await send(url, token, JSON.stringify({ query, variables }));
      const [first] = errors ?? [];
      if (!first) return data;
      const seconds = first.extensions?.retryAfter;
      if (seconds === undefined) throw new Error(`${first.extensions?.code}: ${first.message}`);
      console.error(`Waiting ${seconds} s: ${first.message}`);
      await pause(seconds * 1_000);
    }
  };
  const refused = (id: string, message: string) => console.error(`${id} is left out: ${message}`);
  /** What one of many writes answers: where it was refused, the others go on. */
  const write = async (id: string, query: string, input: object): Promise<Data> => {
    const [answer]: Data[] = Object.values(await ask(query, { input }));
    if (answer.code) refused(id, answer.message);
    return answer;
  };
  const needed = async (query: string, input: object): Promise<Data> => {
    const [answer]: Data[] = Object.values(await ask(query, { input }));
    if (answer.code) throw new Error(`${answer.code}: ${answer.message}`);
    return answer;
  };
  return {
    refused,
    collection: async (key: string): Promise<string> => (await needed(collection, { key, name: key })).collection.id,
    conversation: async (collectionId: string, key: string): Promise<string> =>
      (await needed(conversation, { collectionId, key })).conversation.id,
    /** By their ids there, the ids of messages here. */
    messagesThere: async (id: string): Promise<Map<string, string>> => {
      const nodes = pages((after) => ask(messages, { id, after }).then((data) => data.conversation.messages));
      return new Map(await Array.fromAsync(nodes, (node): [string, string] => [node.metadata?.importedId, node.id]));
    },
    /** By their ids there, the facts here; of those that replaced each other the last. */
    factsThere: async (id: string): Promise<Map<string, Known>> => {
      const nodes = pages((after) => ask(facts, { id, after }).then((data) => data.collection.memories));
      return new Map(await Array.fromAsync(nodes, (node): [string, Known] => [node.metadata?.importedId, node]));
    },
    append: async (input: object): Promise<string[]> =>
      (await needed(append, input)).messages.map(({ id }: { id: string }) => id),
    add: async (input: Additions): Promise<number> => {
      const { created, results } = await needed(add, input);
      for (const [n, { message }] of results.entries())
        if (message) refused(input.memories[n]?.idempotencyKey ?? '', message);
      return created;
    },
    supersede: async (id: string, input: object): Promise<Pick<Known, 'id' | 'validTo'> | undefined> =>
      (await write(id, supersede, input)).memory,
    update: (id: string, input: object): Promise<void> => write(id, change('updateMemory', 'UpdateMemoryInput'), input),
    forget: (id: string, input: object): Promise<void> => write(id, change('forgetMemory', 'ForgetMemoryInput'), input),
  };
}

/** A server that is not reached, or has no answer, is asked again: all writes have keys, or may be repeated as they are. */
async function send(url: string, token: string, body: string): Promise<Data> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(url, { method: 'POST', headers, body });
      return await response.json();
    } catch (cause) {
      if (attempt === 10) throw new Error(`${url} is not reached`, { cause });
      await pause(1_000 * attempt);
    }
  }
}

async function* pages(read: (after: string | null) => Promise<Data>): AsyncGenerator<Data> {
  for (let after: string | null = null; ; ) {
    const { pageInfo, edges } = await read(after);
    for (const { node } of edges) yield node;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
