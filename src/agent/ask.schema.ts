import { ViewerRef } from '../account/account.schema.ts';
import { ConversationRef } from '../conversation/conversation.schema.ts';
import { MessageRef } from '../conversation/message.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { keyThatReturns, mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { work } from '../graphql/work.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import { AgentRunRef } from './agent-run.schema.ts';
import type { AgentRun } from './agent-run.ts';
import { mostBeside } from './ask.input.ts';
import type { AskedRun } from './ask.ts';

builder.objectField(ViewerRef, 'models', (t) =>
  t.stringList({
    description:
      'Names of the models that `ask` takes, the default first. `extractive` is always among them: it puts an answer together from sentences of memories.',
    resolve: (_viewer, _args, { services }) => [...services.agentRuns.models],
  }),
);

mutation('ask', {
  description:
    'Asks an agent. It stores the question as a message, starts a run and returns at once; `Subscription.agentRunEvents` then delivers the answer as it is written. The agent knows the end of the conversation and the memories of its collection and of all collections below it, and those of `collectionIds`. If a run is already active in the conversation, the result is ConflictError(RUN_IN_PROGRESS) with that run as `current`. A model gets at most 8 requests per attempt, of which the last may call no tools, and at most 8 tool calls after each.',
  input: builder.inputType('AskInput', {
    description: 'A question and the conversation in which it is asked.',
    fields: (t) => ({
      conversationId: t.id({ required: true, description: 'Id of a Conversation.' }),
      message: t.string({ required: true, description: 'The question, 1 to 32,000 characters, not only white space.' }),
      collectionIds: t.idList({
        description: `Ids of up to ${mostBeside} Collections that the agent reads beside the conversation’s own, with all below them, such as what a team shares. It writes nothing into them. Omitted, null or none: only the conversation’s own.`,
      }),
      asOf: t.field({
        type: 'DateTime',
        description:
          'Ask as of this time, as `SearchInput.asOf` does: the agent knows the memories that are valid then, takes it for today, and what it remembers or replaces begins to be valid then. The end of the conversation is as it is, and so is `Message.sentAt`. Default: now.',
      }),
      speaker: t.string({
        description:
          'Name of the person who asks, 1 to 200 characters. It becomes the speaker of the message and of any memory that the agent makes or replaces because of it. When several people speak in a conversation, the agent is told who said what.',
      }),
      model: t.string({
        description:
          'One of `Viewer.models`. Another name is a ValidationError that lists them. Omitted: the first of them.',
      }),
      idempotencyKey: t.string({ description: keyThatReturns('the same run in its current state') }),
    }),
  }),
  payload: builder.objectRef<AskedRun>('AskPayload').implement({
    description: 'The run that was started.',
    fields: (t) => ({
      run: t.expose('run', { type: AgentRunRef, description: 'The new run.' }),
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
    const collectionIds = input.collectionIds?.map((id) => requireNodeId('Collection', id));
    return context.services.agentRuns.ask(viewerOf(context), { ...input, conversationId, collectionIds });
  },
});

mutation('cancelAgentRun', {
  description:
    'Cancels a run and keeps the answer so far. A queued run ends at once, an active one within a second. A run that has already ended is returned unchanged.',
  input: builder.inputType('CancelAgentRunInput', {
    description: 'The run to cancel.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of an AgentRun.' }) }),
  }),
  payload: builder.objectRef<{ run: AgentRun }>('CancelAgentRunPayload').implement({
    description: 'The run that is being cancelled.',
    fields: (t) => ({
      run: t.expose('run', {
        type: AgentRunRef,
        description: 'The run as it is now. It may still be RUNNING for a moment if another process works on it.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => ({
    run: await context.services.agentRuns.cancel(viewerOf(context), requireNodeId('AgentRun', id)),
  }),
});
