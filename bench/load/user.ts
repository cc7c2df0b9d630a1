import { setTimeout as delay } from 'node:timers/promises';
import { makeConversation } from '../search/conversations.ts';
import { Follower, reasonOf } from './follower.ts';
import type { Operation } from './profile.ts';
import type { Questions, Talk } from './questions.ts';
import { add, ask, context, converse, lists, search } from './requests.ts';
import type { Kind, Sample } from './samples.ts';
import { TimedApi } from './timed-api.ts';

export interface UserOptions {
  readonly number: number;
  /** Number of this load among several over the same accounts. */
  readonly load: number;
  readonly endpoint: string;
  readonly token: string;
  readonly collectionId: string;
  readonly talk: Talk;
  readonly questions: Questions;
  readonly vocabulary: readonly string[];
  readonly random: () => number;
  readonly note: (sample: Sample) => void;
  /** Returns the time of a sample, given one of `performance.now()`. */
  readonly sinceStart: (now: number) => number;
}

/** How long to wait for events after the load. */
const patienceMs = 10_000;
/** First conversation number whose sentences are not yet stored; each user has a range of its own. */
const firstUnsaid = 10_000_000;

interface Save {
  readonly id: string;
  readonly sentAt: number;
}

type Outcome = Partial<Pick<Sample, 'source' | 'text'>>;

/** One user with an account, a collection and a socket of their own. */
export class User {
  readonly #options: UserOptions;
  readonly #api: TimedApi;
  readonly #follower: Follower;
  readonly #saves: Save[] = [];
  readonly #conversations: Promise<string>[] = [];
  #unsaid: string[] = [];
  #saidConversations = 0;
  lateSections = 0;

  constructor(options: UserOptions) {
    this.#options = options;
    this.#api = new TimedApi(options.endpoint, options.token);
    this.#follower = new Follower(options.endpoint, options.token);
  }

  /** Subscribes to the collection and prepares conversations to ask in. */
  async open(): Promise<void> {
    await this.#follower.follow(this.#options.collectionId);
    for (let n = 0; n < 2; n += 1) this.#conversations.push(this.#openConversation());
    await Promise.all(this.#conversations);
  }

  /** Asks everything that will be repeated, in each way in which it will be. */
  async askAll(): Promise<void> {
    const { searches, messages } = this.#options.questions;
    const now = performance.now();
    await Promise.all(searches.map((query) => this.#search(now, query)));
    await Promise.all(searches.map((message) => this.#ask(now, message)));
    await Promise.all(messages.map((message) => this.#context(now, message)));
  }

  /** Performs one operation that was due at a moment that may have passed. Records errors instead of throwing. */
  async act(operation: Operation, due = performance.now()): Promise<void> {
    switch (operation) {
      case 'search':
        return await this.#search(due);
      case 'add':
        return await this.save('add', due);
      case 'context':
        return await this.#context(due);
      case 'list':
        return await this.#list(due);
      case 'ask':
        return await this.#ask(due);
    }
  }

  async save(kind: 'add' | 'save', due = performance.now()): Promise<void> {
    const { collectionId } = this.#options;
    await this.#noted(kind, due, async () => {
      const memory = { content: this.#nextSentence() };
      const { data } = await this.#api.run(add.source, { input: { collectionId, memory } }, add.data);
      this.#saves.push({ id: data.addMemory.memory.id, sentAt: due });
      return {};
    });
  }

  /** Waits for outstanding events, records for each save when its event arrived, and disconnects. */
  async close(): Promise<void> {
    const { told } = this.#follower;
    const until = performance.now() + patienceMs;
    while (this.#saves.some(({ id }) => !told.has(id)) && performance.now() < until) await delay(100);
    for (const { id, sentAt } of this.#saves) {
      const times = told.get(id) ?? [];
      const error = times.length === 1 ? null : this.#whyNotOnce(times.length);
      this.#note('event', sentAt, { ms: (times[0] ?? performance.now()) - sentAt, error });
    }
    await this.#follower[Symbol.asyncDispose]();
    this.#api[Symbol.dispose]();
  }

  get savesTold(): number {
    return this.#saves.filter(({ id }) => this.#follower.told.has(id)).length;
  }

  #whyNotOnce(times: number): string {
    if (times > 1) return `a memory was told of ${times} times`;
    const { failure, gaps } = this.#follower;
    const why = failure === null ? gaps : [reasonOf(failure), ...gaps];
    return ['a memory was never told of', ...new Set(why)].join(': ');
  }

  async #search(due: number, query = this.#options.questions.question()): Promise<void> {
    await this.#noted(
      'search',
      due,
      async () => {
        const input = { query, collectionIds: [this.#options.collectionId] };
        const { source } = await this.#api.run(search.source, { input }, search.data);
        return { source };
      },
      query,
    );
  }

  async #context(due: number, message = this.#options.questions.message()): Promise<void> {
    await this.#noted(
      'context',
      due,
      async () => {
        const input = { message, collectionIds: [this.#options.collectionId] };
        const { data, source } = await this.#api.run(context.source, { input }, context.data);
        this.lateSections += data.context.sections.filter(({ timedOut }) => timedOut).length;
        return { source };
      },
      message,
    );
  }

  async #list(due: number): Promise<void> {
    const { collectionId, random } = this.#options;
    const all = Object.values(lists);
    const { source: document, data } = all[Math.floor(random() * all.length)] ?? lists.memories;
    const variables = document === lists.collections.source ? {} : { ids: [collectionId] };
    await this.#noted(
      'list',
      due,
      async () => {
        const { source } = await this.#api.run<unknown>(document, variables, data);
        return { source };
      },
      document,
    );
  }

  /** Measures how soon a question is accepted; the answer is awaited and measured separately. */
  async #ask(due: number, message = this.#options.questions.question()): Promise<void> {
    const conversation = this.#conversations.shift() ?? this.#openConversation();
    this.#conversations.push(this.#openConversation());
    const runs: string[] = [];
    await this.#noted(
      'ask',
      due,
      async () => {
        const input = { conversationId: await conversation, message };
        const { data } = await this.#api.run(ask.source, { input }, ask.data);
        runs.push(data.ask.run.id);
        return {};
      },
      message,
    );
    for (const id of runs) {
      await this.#noted(
        'answer',
        due,
        async () => {
          const { status, cached, error } = await this.#follower.end(id);
          if (status !== 'SUCCEEDED') throw new Error(`the run ended as ${status}: ${error}`);
          return { source: cached ? 'kept answer' : 'found anew' };
        },
        message,
      );
    }
  }

  #openConversation(): Promise<string> {
    const due = performance.now();
    const opened = Promise.withResolvers<string>();
    void this.#noted('conversation', due, async () => {
      const input = { collectionId: this.#options.collectionId };
      const { data } = await this.#api.run(converse.source, { input }, converse.data);
      opened.resolve(data.createConversation.conversation.id);
      return {};
    }).then(() => opened.reject(new Error('no conversation to ask in')));
    opened.promise.catch(() => {});
    return opened.promise;
  }

  /** A sentence that is new to the user's collection. */
  #nextSentence(): string {
    const { number, load, vocabulary } = this.#options;
    if (this.#unsaid.length === 0) {
      const conversation = firstUnsaid * (load + 1) + number * 10_000 + this.#saidConversations;
      this.#saidConversations += 1;
      this.#unsaid = makeConversation(conversation, vocabulary).turns.map(({ content }) => content);
    }
    return this.#unsaid.pop() ?? '';
  }

  async #noted(kind: Kind, due: number, work: () => Promise<Outcome>, text: string | null = null): Promise<void> {
    try {
      const { source = null } = await work();
      this.#note(kind, due, { ms: performance.now() - due, source, text });
    } catch (error) {
      this.#note(kind, due, { ms: performance.now() - due, text, error: reasonOf(error) });
    }
  }

  #note(kind: Kind, due: number, { ms, source = null, text = null, error = null }: Outcome & Timed): void {
    const { note, number: user, sinceStart } = this.#options;
    note({ kind, user, at: sinceStart(due), ms, source, error, text });
  }
}

interface Timed {
  readonly ms: number;
  readonly error?: string | null;
}
