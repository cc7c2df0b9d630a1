import { RunStatusEnum } from '../consolidation/consolidation.schema.ts';
import { ConversationRef } from '../conversation/conversation.schema.ts';
import { MessageRef } from '../conversation/message.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { Memory } from '../memory/memory.ts';
import type { AgentRun, Citation } from './agent-run.ts';

/** Expected maximum of citations per answer, for query complexity. */
const citationBound = 20;

const CitationRef = builder.objectRef<Citation>('Citation').implement({
  description: 'A memory that an answer is based on.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Number of the citation. In the answer it stands in brackets: `[1]`.' }),
    memory: t.field({
      type: MemoryRef,
      nullable: true,
      description: 'The memory; null if it was forgotten or purged, or is not visible to the viewer.',
      resolve: (citation, _args, context) => citedMemory(citation, context),
    }),
    quote: t.string({
      nullable: true,
      description: 'The relevant part of the memory, word for word; null if `memory` is null.',
      resolve: async (citation, _args, context) => ((await citedMemory(citation, context)) ? citation.quote : null),
    }),
  }),
});

async function citedMemory({ memoryId }: Citation, { loaders }: Context): Promise<Memory | null> {
  const memory = await loaders.memory.load(memoryId);
  return memory?.status === 'FORGOTTEN' ? null : memory;
}

const AgentRunErrorCodeEnum = builder.enumType('AgentRunErrorCode', {
  description: 'Why a run failed or was cancelled.',
  values: {
    MODEL_UNAVAILABLE: {
      description:
        'The endpoint of the model cannot be reached, is too slow, fails or breaks off, or this server no longer has the model.',
    },
    MODEL_RATE_LIMITED: {
      description:
        'The endpoint of the model takes no more requests now; `error` says how long to wait, if the endpoint does.',
    },
    MODEL_REFUSED: {
      description:
        'The endpoint refuses the request or withholds the answer: asking again does not help. An operator finds what it says in the log.',
    },
    NO_ANSWER: { description: 'The model wrote nothing.' },
    TOOL_LIMIT: { description: 'The model called tools until the limit, and wrote nothing.' },
    CANCELLED: { description: 'It was cancelled, or its question was purged.' },
    API_KEY_REVOKED: { description: 'The API key that it was asked with was revoked.' },
    INTERNAL: { description: 'The server failed.' },
  } as const,
});

const AnswerCutEnum = builder.enumType('AnswerCut', {
  description: 'Why an answer is incomplete.',
  values: {
    MODEL_LIMIT: { description: 'The model reached a limit of its own.' },
    WITHHELD: { description: 'The endpoint of the model withheld the rest, such as a filter of contents does.' },
    TOOL_LIMIT: { description: 'The model called tools until the limit, after it had begun the answer.' },
    TOO_LONG: { description: 'The answer has more than 32,000 characters.' },
  } as const,
});

export const AgentRunRef = builder.objectRef<AgentRun>('AgentRun');
AgentRunRef.implement({
  description: 'A question to an agent, with its answer.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'State of the run.' }),
    conversation: t.field({
      type: ConversationRef,
      nullable: true,
      description: 'The conversation in which it was asked; null if that was deleted while this was read.',
      resolve: ({ conversationId }, _args, { loaders }) => loaders.conversation.load(conversationId),
    }),
    question: t.exposeString('question', {
      description: 'The question; empty if its message was purged together with a memory learnt from it.',
    }),
    answer: t.exposeString('answer', {
      nullable: true,
      description:
        'The answer, at most 32,000 characters. While the run is active it is the text so far, saved twice a second; a failed or cancelled run keeps what it had. Null before the first word, and if a memory that the answer used was purged.',
    }),
    attempt: t.exposeInt('attempt', {
      description: 'Number of attempts begun. Each attempt starts the answer again from the beginning.',
    }),
    userMessage: t.field({
      type: MessageRef,
      nullable: true,
      description: 'The question as a message; null if that was deleted while this was read.',
      resolve: ({ userMessageId }, _args, { loaders }) => loaders.message.load(userMessageId),
    }),
    answerMessage: t.field({
      type: MessageRef,
      nullable: true,
      description: 'The answer as a message; null unless the run SUCCEEDED.',
      resolve: ({ answerMessageId }, _args, { loaders }) =>
        answerMessageId ? loaders.message.load(answerMessageId) : null,
    }),
    citations: t.field({
      type: [CitationRef],
      description:
        'The memories that the answer cites, by number, without those purged since; empty unless the run SUCCEEDED. Other numbers in brackets in the answer cite nothing.',
      complexity: { field: 1, multiplier: citationBound },
      resolve: async ({ id }, _args, { loaders }) => [...(await loaders.citationsOfRun.load(id))],
    }),
    model: t.exposeString('model', {
      description:
        'Name of the model that answers; `extractive` if the answer is put together from sentences of memories, without a model.',
    }),
    cached: t.exposeBoolean('cached', {
      description:
        'Whether the answer was taken from an earlier run of the collection with the same question, the same preceding messages, the same agent and the same memories.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it failed or was cancelled, as a text for people; null if neither.',
    }),
    errorCode: t.expose('errorCode', {
      type: AgentRunErrorCodeEnum,
      nullable: true,
      description: 'Why it failed or was cancelled, for programs; null if neither, and for runs before this field.',
    }),
    answerCut: t.expose('answerCut', {
      type: AnswerCutEnum,
      nullable: true,
      description:
        'Why the answer of a SUCCEEDED run is incomplete: a note at its end says so in the language of the collection. Null if it is complete, and for runs before this field.',
    }),
    promptTokens: t.exposeInt('promptTokens', {
      nullable: true,
      description:
        'Number of tokens sent to the model, as its endpoint counts them; null if the endpoint does not report it.',
    }),
    completionTokens: t.exposeInt('completionTokens', {
      nullable: true,
      description:
        'Number of tokens that the model wrote, as its endpoint counts them; null if the endpoint does not report it.',
    }),
    asOf: t.expose('asOf', {
      type: 'DateTime',
      nullable: true,
      description: 'The time as of which the question was asked; null: when it was asked.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the question was asked.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the first attempt began; null until then.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null until then.',
    }),
  }),
});
defineNode(AgentRunRef, {
  load: (id, { loaders }) => loaders.agentRun.load(id),
  query: 'One agent run by its id; null if it does not exist or is not visible to the viewer.',
});
