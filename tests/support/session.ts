import type { Viewer } from '../../src/account/viewer.ts';
import type { Api } from './execute.ts';
import { mutate } from './mutate.ts';
import { makeViewer } from './viewer.ts';

const runFields = `id status question answer attempt model cached error errorCode answerCut promptTokens completionTokens startedAt finishedAt
  citations { index quote memory { id content } } userMessage { id } answerMessage { id content role }`;
const problems = `... on ValidationError { issues { path message } }
  ... on ConflictError { reason current { id __typename } }`;

/** A conversation in an account of its own, with the operations that tests need. */
export class Session {
  readonly viewer: Viewer;
  readonly collectionId: string;
  readonly conversationId: string;
  readonly #api: Api;

  private constructor(
    api: Api,
    viewer: Viewer,
    ids: { readonly collectionId: string; readonly conversationId: string },
  ) {
    this.#api = api;
    this.viewer = viewer;
    this.collectionId = ids.collectionId;
    this.conversationId = ids.conversationId;
  }

  static async start(api: Api, viewer: Viewer = makeViewer(), known?: string): Promise<Session> {
    const make = (name: string, input: Record<string, unknown>, payload: string) =>
      mutate(api, viewer, name, input, payload);
    const collectionId = known ?? (await make('createCollection', { name: 'Home' }, 'collection { id }')).collection.id;
    const { conversation } = await make('createConversation', { collectionId }, 'conversation { id }');
    return new Session(api, viewer, { collectionId, conversationId: conversation.id });
  }

  /** Another conversation in the same collection. */
  another(): Promise<Session> {
    return Session.start(this.#api, this.viewer, this.collectionId);
  }

  mutate(name: string, input: Record<string, unknown>, payload: string) {
    return mutate(this.#api, this.viewer, name, input, payload);
  }

  async remember(...contents: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const content of contents) {
      const input = { collectionId: this.collectionId, memory: { content } };
      ids.push((await this.mutate('addMemory', input, 'memory { id }')).memory.id);
    }
    return ids;
  }

  ask(message: string, more: Record<string, unknown> = {}) {
    const payload = `run { ${runFields} } userMessage { id content role speaker run { id } }
      conversation { id messageCount activeRun { id } }`;
    const input = { conversationId: this.conversationId, message, ...more };
    return mutate(this.#api, this.viewer, 'ask', input, payload, problems);
  }

  /** Appends a message to be remembered. Returns what was learnt from it. */
  async says(content: string, role = 'ASSISTANT'): Promise<string[]> {
    const input = { conversationId: this.conversationId, messages: [{ role, content, remember: true }] };
    const { memories } = await this.mutate('appendMessages', input, 'memories { content }');
    return memories.map((memory: { content: string }) => memory.content);
  }

  /** Contents of the memories that the context of a message selects. */
  async context(message: string): Promise<string[]> {
    const source = `query ($input: ContextInput!) { context(input: $input) { sections { memories { content } } } }`;
    const input = { conversationId: this.conversationId, message };
    const { context } = await this.#api.run(this.viewer, source, { input });
    return context.sections.flatMap(({ memories }: { memories: { content: string }[] }) =>
      memories.map(({ content }) => content),
    );
  }

  cancel(id: string) {
    return this.mutate('cancelAgentRun', { id }, `run { ${runFields} }`);
  }

  async run(id: string) {
    const source = `query ($id: ID!) { agentRun(id: $id) { ${runFields} } }`;
    return (await this.#api.run(this.viewer, source, { id })).agentRun;
  }

  /** All memories of the collection, oldest first. */
  async memories() {
    const source = `query ($id: ID!) { collection(id: $id) { memories(first: 100, orderBy: CREATED_ASC) { edges { node {
      id content source { id } history { edges { node { actorKind actor reason } } } } } } } }`;
    const { collection } = await this.#api.run(this.viewer, source, { id: this.collectionId });
    return collection.memories.edges.map(({ node }: { node: unknown }) => node);
  }

  async contents(): Promise<string[]> {
    return (await this.memories()).map(({ content }: { content: string }) => content);
  }

  async conversation() {
    const source = `query ($id: ID!) { conversation(id: $id) { messageCount activeRun { id }
      runs { totalCount edges { node { ${runFields} } } } messages { edges { node { role content run { id } } } } } }`;
    return (await this.#api.run(this.viewer, source, { id: this.conversationId })).conversation;
  }
}
