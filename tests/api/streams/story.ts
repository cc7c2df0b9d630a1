import type { Viewer } from '../../../src/account/viewer.ts';
import type { Api } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

export const collectionEvents = `subscription ($id: ID!, $after: String, $buffer: BufferInput) {
  collectionEvents(collectionId: $id, after: $after, buffer: $buffer) {
    __typename ... on StreamEvent { cursor at }
    ... on MemoryAdded { memory { id content collection { name memoryCount } } }
    ... on MemoryChanged { memory { id tags } changed }
    ... on MemoryForgotten { memoryId forgotten { id status } collectionNow { id memoryCount } }
    ... on ConversationAdded { conversation { id title } }
    ... on ConversationChanged { conversation { id messageCount } changed }
    ... on ConversationDeleted { conversationId collectionNow { id memoryCount } }
    ... on CollectionChanged { collection { name } changed }
    ... on StreamGap { reason dropped resumeAfter }
  } }`;

export const conversationEvents = `subscription ($id: ID!, $after: String, $buffer: BufferInput) {
  conversationEvents(conversationId: $id, after: $after, buffer: $buffer) {
    __typename ... on StreamEvent { cursor at }
    ... on MessageAppended { message { id seq content conversation { messageCount } } }
    ... on ConversationChanged { conversation { id title } changed }
    ... on ConversationDeleted { conversationId collectionNow { id memoryCount } }
  } }`;

/** An account of its own in which things happen, through the mutations of the API. */
export class Story {
  readonly viewer: Viewer;
  readonly #api: Pick<Api, 'run'>;

  constructor(api: Pick<Api, 'run'>, viewer = makeViewer()) {
    this.#api = api;
    this.viewer = viewer;
  }

  /** Runs one mutation, which must succeed, and returns its payload. */
  async mutate(name: string, input: object, answers: string) {
    const payload = await mutate(this.#api, this.viewer, name, input, answers);
    if (payload.message) throw new Error(`${name}: ${payload.message}`);
    return payload;
  }

  async collection(): Promise<{ id: string; eventsCursor: string }> {
    return (await this.mutate('createCollection', { name: 'Home' }, 'collection { id eventsCursor }')).collection;
  }

  async conversation(collectionId: string): Promise<{ id: string; eventsCursor: string }> {
    const input = { collectionId, title: 'Hello' };
    return (await this.mutate('createConversation', input, 'conversation { id eventsCursor }')).conversation;
  }

  async add(collectionId: string, content: string, values: object = {}): Promise<string> {
    const input = { collectionId, memory: { content, ...values } };
    return (await this.mutate('addMemory', input, 'memory { id }')).memory.id;
  }

  async addMany(collectionId: string, count: number): Promise<string[]> {
    const memories = Array.from({ length: count }, (_, index) => ({ content: `Memory ${index} of ${Math.random()}` }));
    const answers = 'results { ... on AddMemoryPayload { memory { id } } }';
    const { results } = await this.mutate('addMemories', { collectionId, memories }, answers);
    return results.map(({ memory }: { memory: { id: string } }) => memory.id);
  }

  async say(conversationId: string, ...contents: string[]): Promise<string[]> {
    const messages = contents.map((content) => ({ role: 'USER', content }));
    const payload = await this.mutate('appendMessages', { conversationId, messages }, 'messages { id }');
    return payload.messages.map(({ id }: { id: string }) => id);
  }
}
