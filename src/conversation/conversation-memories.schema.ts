import { builder } from '../graphql/builder.ts';
import { connectionCost } from '../graphql/connection.ts';
import { forwardArgs, pageSize } from '../graphql/paging.ts';
import { listMemoriesOf, MemoryConnectionRef, MemoryRef } from '../memory/memory.schema.ts';
import { ConversationRef } from './conversation.schema.ts';
import { MessageRef } from './message.schema.ts';

builder.objectField(ConversationRef, 'memories', (t) =>
  t.field({
    type: MemoryConnectionRef,
    description:
      'The CURRENT memories learnt from its messages, in any collection, in the order in which they were learnt.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: ({ id }, args, context) =>
      listMemoriesOf(context, 'conversation', id, { ...args, orderBy: 'CREATED_ASC' }),
  }),
);

builder.objectField(MessageRef, 'remembered', (t) =>
  t.field({
    type: [MemoryRef],
    description: 'The CURRENT memories learnt from it, in the order in which they were learnt.',
    args: {
      first: t.arg.int({ required: true, defaultValue: 10, description: 'Maximum number of memories, 0 to 100.' }),
    },
    complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
    resolve: async ({ id }, { first }, context) => {
      const { page } = await listMemoriesOf(context, 'message', id, { first, orderBy: 'CREATED_ASC' });
      return page.items.map(({ item }) => item);
    },
  }),
);

builder.objectField(MemoryRef, 'source', (t) =>
  t.field({
    type: MessageRef,
    nullable: true,
    description:
      'The message that it was learnt from; null if there is none, or if its conversation is not visible to the viewer or was deleted while this was read.',
    resolve: ({ messageId }, _args, { loaders }) => (messageId ? loaders.message.load(messageId) : null),
  }),
);
