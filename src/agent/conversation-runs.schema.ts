import { ConversationRef } from '../conversation/conversation.schema.ts';
import { MessageRef } from '../conversation/message.schema.ts';
import { builder } from '../graphql/builder.ts';
import { childConnection, connectionCost, connectionType } from '../graphql/connection.ts';
import { forwardArgs } from '../graphql/paging.ts';
import { AgentRunRef } from './agent-run.schema.ts';

const AgentRunConnectionRef = connectionType(AgentRunRef);

builder.objectFields(ConversationRef, (t) => ({
  activeRun: t.field({
    type: AgentRunRef,
    nullable: true,
    description: 'The run that is queued or running; null if there is none. There is never more than one.',
    resolve: ({ id }, _args, { loaders }) => loaders.activeRun.load(id),
  }),
  runs: t.field({
    type: AgentRunConnectionRef,
    description: 'All runs of the conversation, newest first.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: ({ id }, args, { loaders }) =>
      childConnection('runs of', id, args, { pages: loaders.runsOfConversation, counts: loaders.agentRunCount }),
  }),
}));

builder.objectField(MessageRef, 'run', (t) =>
  t.field({
    type: AgentRunRef,
    nullable: true,
    description: 'The run that this message asked for or that wrote it; null if there is none.',
    resolve: async ({ id }, _args, { loaders }) => (await loaders.runOfMessage.load(id))?.run ?? null,
  }),
);
