import { ConversationRef } from '../conversation/conversation.schema.ts';
import { MessageRef } from '../conversation/message.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { work } from '../graphql/work.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import { AgentRunRef } from './agent-run.schema.ts';
import type { AskedRun } from './agent-run.service.ts';
import type { AgentRun } from './agent-run.ts';

mutation('ask', {
  description:
    'Asks an agent, who knows the end of the conversation and the memories of its collection and of all below it: stores the message and starts a run, and answers at once. `Subscription.agentRunEvents` tells the answer while it is made. A second question while a run is active in the conversation is a ConflictError with RUN_IN_PROGRESS and that run.',
  input: builder.inputType('AskInput', {
    description: 'A question and where it is asked.',
    fields: (t) => ({
      conversationId: t.id({ required: true, description: 'Id of a Conversation.' }),
      message: t.string({ required: true, description: 'The question, 1 to 32,000 characters, not only white space.' }),
      speaker: t.string({
        description:
          'Who asks, by name, 1 to 200 characters: the speaker of the message, and of what an agent remembers of it or corrects by it. Where several people speak in a conversation, agents are told who said what.',
      }),
      model: t.string({
        description:
          'One of the models of this server, or `extractive`: the answer then is sentences of memories. Omitted: the server’s default.',
      }),
      idempotencyKey: t.string({
        description:
          'Repeating the call with this key within 24 hours answers the same run as it is then. 1 to 200 characters.',
      }),
    }),
  }),
  payload: builder.objectRef<AskedRun>('AskPayload').implement({
    description: 'The run that was started.',
    fields: (t) => ({
      run: t.expose('run', { type: AgentRunRef, description: 'The run.' }),
      userMessage: t.expose('userMessage', { type: MessageRef, description: 'The question as a message.' }),
      conversation: t.field({
        type: ConversationRef,
        description: 'The conversation as it is now.',
        resolve: ({ run }, _args, context) =>
          context.services.conversations.require(viewerOf(context), run.conversationId),
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, ConflictError, QuotaExceededError],
  work: () => work.context,
  resolve: async (input, context) => {
    const conversationId = requireNodeId('Conversation', input.conversationId);
    return context.services.agentRuns.ask(viewerOf(context), { ...input, conversationId });
  },
});

mutation('cancelAgentRun', {
  description:
    'Ends a run that waits or is at work, with what there is of its answer: within a second, and at once where it waits. One that has ended stays as it is.',
  input: builder.inputType('CancelAgentRunInput', {
    description: 'The run to end.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of an AgentRun.' }) }),
  }),
  payload: builder.objectRef<{ run: AgentRun }>('CancelAgentRunPayload').implement({
    description: 'The run that is to end.',
    fields: (t) => ({
      run: t.expose('run', { type: AgentRunRef, description: 'As it is now: it may be RUNNING for another moment.' }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => ({
    run: await context.services.agentRuns.cancel(viewerOf(context), requireNodeId('AgentRun', id)),
  }),
});
