import { RunStatusEnum } from '../consolidation/consolidation.schema.ts';
import { ConversationRef } from '../conversation/conversation.schema.ts';
import { MessageRef } from '../conversation/message.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { Memory } from '../memory/memory.ts';
import type { AgentRun, Citation } from './agent-run.ts';

/** Most memories that one answer is expected to name, for its cost. */
const citationBound = 20;

const CitationRef = builder.objectRef<Citation>('Citation').implement({
  description: 'A memory that an answer rests on.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its number in the answer, where it stands in brackets: `[1]`.' }),
    memory: t.field({
      type: MemoryRef,
      nullable: true,
      description: 'The memory; null where it was forgotten or is not visible to the viewer.',
      resolve: (citation, _args, context) => citedMemory(citation, context),
    }),
    quote: t.string({
      nullable: true,
      description: 'What of the memory counts, in its own words; null where the memory is.',
      resolve: async (citation, _args, context) => ((await citedMemory(citation, context)) ? citation.quote : null),
    }),
  }),
});

async function citedMemory({ memoryId }: Citation, { loaders }: Context): Promise<Memory | null> {
  const memory = await loaders.memory.load(memoryId);
  return memory?.status === 'FORGOTTEN' ? null : memory;
}

export const AgentRunRef = builder.objectRef<AgentRun>('AgentRun');
AgentRunRef.implement({
  description: 'A question to an agent, and what became of it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'How far it has come.' }),
    conversation: t.field({
      type: ConversationRef,
      nullable: true,
      description: 'Where it was asked; null where that was deleted meanwhile.',
      resolve: ({ conversationId }, _args, { loaders }) => loaders.conversation.load(conversationId),
    }),
    question: t.exposeString('question', {
      description: 'What was asked; empty where the message was purged together with a memory learnt from it.',
    }),
    answer: t.exposeString('answer', {
      nullable: true,
      description:
        'The answer, at most 32,000 characters, or what there is of it: kept twice a second while it grows. Null before its first word, and where a memory that it was made of was purged.',
    }),
    attempt: t.exposeInt('attempt', { description: 'How often it was begun; each attempt begins its answer anew.' }),
    userMessage: t.field({
      type: MessageRef,
      nullable: true,
      description: 'The question as a message.',
      resolve: ({ userMessageId }, _args, { loaders }) => loaders.message.load(userMessageId),
    }),
    answerMessage: t.field({
      type: MessageRef,
      nullable: true,
      description: 'The answer as a message; null until it SUCCEEDED.',
      resolve: ({ answerMessageId }, _args, { loaders }) =>
        answerMessageId ? loaders.message.load(answerMessageId) : null,
    }),
    citations: t.field({
      type: [CitationRef],
      description:
        'The memories that the answer names, in the order of their numbers, without those purged since; empty until it SUCCEEDED.',
      complexity: { field: 1, multiplier: citationBound },
      resolve: async ({ id }, _args, { loaders }) => [...(await loaders.citationsOfRun.load(id))],
    }),
    model: t.exposeString('model', {
      description: 'The model that answers; `extractive` where sentences of memories are put together without one.',
    }),
    cached: t.exposeBoolean('cached', {
      description:
        'Whether the answer is that of an earlier run of the collection: same question after the same messages, agent and memories.',
    }),
    error: t.exposeString('error', { nullable: true, description: 'Why it failed or was cancelled, for people.' }),
    promptTokens: t.exposeInt('promptTokens', {
      nullable: true,
      description: 'Tokens that the model was sent, as its endpoint counts them; null where it does not say.',
    }),
    completionTokens: t.exposeInt('completionTokens', {
      nullable: true,
      description: 'Tokens that the model wrote, as its endpoint counts them; null where it does not say.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it was first begun.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it came to its end.' }),
  }),
});
defineNode(AgentRunRef, {
  load: (id, { loaders }) => loaders.agentRun.load(id),
  query: 'One run by its id; null where it is not there or not visible to the viewer.',
});
