/** The operations of the import, each repeated for as long as the server asks to wait, or is not reached. */
import { setTimeout as pause } from 'node:timers/promises';
import * as operations from './operations.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is read is what the operations ask for
type Data = any;

/** What is known of a fact that is there. */
export interface Known {
  readonly id: string;
  readonly content: string;
  readonly status: 'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN';
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly metadata: { readonly importedId?: string } | null;
  readonly supersededBy: { readonly id: string } | null;
}

/** What became of a fact that was to be added. */
export interface Added {
  readonly outcome?: 'CREATED' | 'DUPLICATE' | 'REPLAYED';
  readonly memory?: Pick<Known, 'id' | 'status' | 'metadata'>;
  /** Why it was not. */
  readonly message?: string;
}

/** The server answers that it will not. */
export class Refused extends Error {
  /** Id of what is in the way. */
  readonly current: string | undefined;
  /** By the places of messages in a call, what is wrong with them. */
  readonly places: ReadonlyMap<number, string>;

  constructor({ code, message, current, issues = [] }: Data) {
    super(`${code}: ${message}`);
    this.current = current?.id;
    this.places = new Map(issues.map((issue: Data) => [Number(issue.path[2]), issue.message]));
  }
}

export class Api {
  /** How often a memory that was there was changed. */
  changes = 0;
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async account(): Promise<string> {
    return (await this.#ask(operations.account)).viewer.account;
  }

  async collection(id: string): Promise<string | undefined> {
    return (await this.#ask(operations.collection, { id })).collection?.id;
  }

  async collectionByKey(key: string): Promise<string | undefined> {
    return (await this.#ask(operations.collectionByKey, { key })).collectionByKey?.id;
  }

  async createCollection(input: object): Promise<string> {
    return (await this.#write(operations.createCollection, input)).collection.id;
  }

  async conversationByKey(collectionId: string, key: string): Promise<string | undefined> {
    return (await this.#ask(operations.conversationByKey, { collectionId, key })).conversationByKey?.id;
  }

  async createConversation(input: object): Promise<string> {
    return (await this.#write(operations.createConversation, input)).conversation.id;
  }

  conversations(id: string): AsyncGenerator<{ readonly id: string; readonly key: string | null }> {
    return pages(async (after) => (await this.#ask(operations.conversations, { id, after })).collection.conversations);
  }

  messages(id: string): AsyncGenerator<Pick<Known, 'id' | 'metadata'>> {
    return pages(async (after) => (await this.#ask(operations.messages, { id, after })).conversation.messages);
  }

  /** The CURRENT memories that were learnt from a message. */
  async learntFrom(id: string): Promise<Pick<Known, 'id' | 'metadata'>[]> {
    return (await this.#ask(operations.learntFrom, { id })).node?.remembered ?? [];
  }

  /** All or none are appended. Answers their ids. */
  async append(input: object): Promise<string[]> {
    return (await this.#write(operations.append, input)).messages.map(({ id }: Data) => id);
  }

  facts(id: string): AsyncGenerator<Known> {
    return pages(async (after) => (await this.#ask(operations.facts, { id, after })).collection.memories);
  }

  async add(input: object): Promise<Added[]> {
    return (await this.#write(operations.add, input)).results;
  }

  async supersede(input: object): Promise<Known> {
    return await this.#change(operations.supersede, input);
  }

  async update(input: object): Promise<Known> {
    return await this.#change(operations.update, input);
  }

  async restore(input: object): Promise<Known> {
    return await this.#change(operations.restore, input);
  }

  async forget(input: object): Promise<void> {
    await this.#write(operations.forget, input);
  }

  async #change(query: string, input: object): Promise<Known> {
    const { memory } = await this.#write(query, input);
    this.changes += 1;
    return memory;
  }

  async #write(query: string, input: object): Promise<Data> {
    const [answer]: Data[] = Object.values(await this.#ask(query, { input }));
    if (answer.code) throw new Refused(answer);
    return answer;
  }

  async #ask(query: string, variables = {}): Promise<Data> {
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
