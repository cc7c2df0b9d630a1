import { z } from 'zod';
import type { Api } from '../support/api.ts';
import { createConversation } from '../support/create-conversation.ts';
import { Subscriptions } from '../support/subscriptions.ts';

const ask = `mutation ($input: AskInput!) { ask(input: $input) {
  ... on AskPayload { run { id } } ... on Error { message } } }`;
const asking = z.object({ ask: z.object({ run: z.object({ id: z.string() }) }) });
const events = `subscription ($id: ID!) { agentRunEvents(runId: $id) { __typename
  ... on AgentTokens { attempt text offset } ... on AgentRunFinished { run { status cached createdAt finishedAt } } } }`;
const event = z.object({
  agentRunEvents: z.object({
    __typename: z.string(),
    text: z.string().optional(),
    offset: z.number().optional(),
    run: z
      .object({ status: z.string(), cached: z.boolean(), createdAt: z.coerce.date(), finishedAt: z.coerce.date() })
      .optional(),
  }),
});

/** One answer as seen by the client. Times in milliseconds since the question was sent. */
export interface Answered {
  readonly text: string;
  readonly status: string;
  readonly cached: boolean;
  /** Until the mutation was answered. */
  readonly askedMs: number;
  readonly firstTokenMs: number;
  readonly endMs: number;
  /** From storing the question to storing the answer, by the database clock. */
  readonly storedMs: number;
  /** Whether the pieces were contiguous: none lost, none repeated. */
  readonly whole: boolean;
}

/** A client with a WebSocket of its own that asks each question in the conversation it is given. */
export class ChatSession implements AsyncDisposable {
  readonly #api: Api;
  readonly #subscriptions: Subscriptions;
  readonly #collectionId: string;

  constructor(api: Api, endpoint: string, token: string, collectionId: string) {
    this.#api = api;
    this.#collectionId = collectionId;
    this.#subscriptions = new Subscriptions({ endpoint, token });
  }

  open(): Promise<string> {
    return createConversation(this.#api, this.#collectionId);
  }

  async ask(conversationId: string, message: string): Promise<Answered> {
    const start = performance.now();
    const { run } = (await this.#api.run(ask, { input: { conversationId, message } }, asking)).ask;
    const askedMs = performance.now() - start;
    let [text, firstTokenMs, whole] = ['', Number.NaN, true];
    for await (const { agentRunEvents: told } of this.#subscriptions.events(events, { id: run.id }, event)) {
      if (told.text !== undefined) {
        if (text === '') firstTokenMs = performance.now() - start;
        whole &&= told.offset === text.length;
        text += told.text;
      }
      if (told.run) {
        const { status, cached, createdAt, finishedAt } = told.run;
        const storedMs = finishedAt.getTime() - createdAt.getTime();
        return { text, status, cached, askedMs, firstTokenMs, endMs: performance.now() - start, storedMs, whole };
      }
    }
    throw new Error('A stream ended without its last event');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#subscriptions[Symbol.asyncDispose]();
  }
}
