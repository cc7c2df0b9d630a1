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
  ... on AppendMessagesPayload { messages { id } } ... on ValidationError { issues { path message } } ${error} } }`;
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

interface Keyed {
  readonly idempotencyKey: string;
}

interface Said {
  readonly conversationId: string;
  readonly messages: readonly Keyed[];
}

interface Additions {
  readonly collectionId: string;
  readonly memories: readonly Keyed[];
}

export class Api {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async collection(key: string): Promise<string> {
    return (await this.#needed(collection, { key, name: key })).collection.id;
  }

  async conversation(collectionId: string, key: string): Promise<string> {
    return (await this.#needed(conversation, { collectionId, key })).conversation.id;
  }

  /** By their ids there, the ids of messages here. */
  async messagesThere(id: string): Promise<Map<string, string>> {
    const nodes = pages(async (after) => (await this.#ask(messages, { id, after })).conversation.messages);
    return new Map(await Array.fromAsync(nodes, (node): [string, string] => [node.metadata?.importedId, node.id]));
  }

  /** By their ids there, the facts here; of those that replaced each other the last. */
  async factsThere(id: string): Promise<Map<string, Known>> {
    const nodes = pages(async (after) => (await this.#ask(facts, { id, after })).collection.memories);
    return new Map(await Array.fromAsync(nodes, (node): [string, Known] => [node.metadata?.importedId, node]));
  }

  /** All or none are appended: where some are refused, the others by themselves. Answers their ids here by those there. */
  async append({ conversationId, messages }: Said): Promise<Map<string, string>> {
    let left = [...messages];
    while (left.length > 0) {
      const answer = await this.#write(append, { conversationId, messages: left });
      if (!answer.code) return new Map(left.map(({ idempotencyKey }, n) => [idempotencyKey, answer.messages[n].id]));
      const wrong = new Map<string, string>((answer.issues ?? []).map((issue: Data) => [issue.path[2], issue.message]));
      const good = left.filter((_, n) => !wrong.has(`${n}`));
      if (good.length === left.length) throw new Error(`${answer.code}: ${answer.message}`);
      for (const [n, message] of wrong) leftOut(left[Number(n)]?.idempotencyKey, message);
      left = good;
    }
    return new Map();
  }

  /** Answers how many are new. */
  async add(input: Additions): Promise<number> {
    const { created, results } = await this.#needed(add, input);
    for (const [n, { message }] of results.entries()) {
      if (message) leftOut(input.memories[n]?.idempotencyKey, message);
    }
    return created;
  }

  async supersede(id: string, input: object): Promise<Pick<Known, 'id' | 'validTo'> | undefined> {
    return (await this.#change(id, supersede, input)).memory;
  }

  async update(id: string, input: object): Promise<void> {
    await this.#change(id, change('updateMemory', 'UpdateMemoryInput'), input);
  }

  async forget(id: string, input: object): Promise<void> {
    await this.#change(id, change('forgetMemory', 'ForgetMemoryInput'), input);
  }

  async #change(id: string, query: string, input: object): Promise<Data> {
    const answer = await this.#write(query, input);
    if (answer.code) leftOut(id, answer.message);
    return answer;
  }

  async #needed(query: string, input: object): Promise<Data> {
    const answer = await this.#write(query, input);
    if (answer.code) throw new Error(`${answer.code}: ${answer.message}`);
    return answer;
  }

  async #write(query: string, input: object): Promise<Data> {
    const [answer]: Data[] = Object.values(await this.#ask(query, { input }));
    return answer;
  }

  async #ask(query: string, variables: object): Promise<Data> {
    for (;;) {
      const { data, errors } = await send(this.#url, this.#token, JSON.stringify({ query, variables }));
      const [first] = errors ?? [];
      if (!first) return data;
      const seconds = first.extensions?.retryAfter;
      if (seconds === undefined) throw new Error(`${first.extensions?.code}: ${first.message}`);
      console.error(`Waiting ${seconds} s: ${first.message}`);
      await pause(seconds * 1_000);
    }
  }
}

/** The rest goes on. */
const leftOut = (id: string | undefined, message: string) => console.error(`${id} is left out: ${message}`);

/** A server that is not reached, or has no answer, is asked again: all writes have keys, or may be repeated as they are. */
async function send(url: string, token: string, body: string): Promise<Data> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(url, { method: 'POST', headers, body });
      return await response.json();
    } catch (cause) {
      if (attempt === 10) throw new Error(`${url} is not reached`, { cause });
      console.error(`${url} is not reached (${cause instanceof Error ? cause.message : cause}): trying again`);
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
