import { ConversationRef } from '../conversation/conversation.schema.ts';
import { MessageRef } from '../conversation/message.schema.ts';
import { builder } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import { forwardArgs, pageRequest } from '../graphql/paging.ts';
import { AgentRunRef } from './agent-run.schema.ts';
import type { AgentRun } from './agent-run.ts';

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
    resolve: async ({ id }, args, { loaders }): Promise<Connection<AgentRun>> => {
      const list = ['runs of', id];
      return {
        list,
        page: await loaders.runsOfConversation.load({ parentId: id, args: pageRequest(list, args) }),
        totalCount: () => loaders.agentRunCount.load({ parentId: id, args: {} }),
      };
    },
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
