import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { requestError } from '../graphql/request-errors.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import type { Deleted } from './delete-collections.ts';
import { mayDeleteAccount } from './deletion.service.ts';

const DeleteCollectionPayload = builder
  .objectRef<Deleted & { readonly deletedId: string }>('DeleteCollectionPayload')
  .implement({
    description: 'What was deleted.',
    fields: (t) => ({
      deletedId: t.exposeID('deletedId', { description: 'The id that the collection had.' }),
      deletedMemoryCount: t.exposeInt('memories', {
        description:
          'Number of memories that went, whatever their status: those of the collection and of all below it, and those elsewhere that were learnt in its conversations.',
      }),
      deletedConversationCount: t.exposeInt('conversations', {
        description: 'Number of conversations that went: those of the collection and of all below it.',
      }),
    }),
  });

mutation('deleteCollection', {
  description:
    'Deletes a collection with all below it, and with the memories and conversations in them. Nobody sees any of it from now on; it is erased in the background within a short time, and cannot be brought back. What agents answered of it in conversations of other collections stays there.',
  input: builder.inputType('DeleteCollectionInput', {
    description: 'The collection to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of a Collection.' }) }),
  }),
  payload: DeleteCollectionPayload,
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => {
    const key = requireNodeId('Collection', id);
    return { deletedId: id, ...(await context.services.deletions.deleteCollection(viewerOf(context), key)) };
  },
});

mutation('deleteAccount', {
  description:
    'Deletes all of the account: collections, memories, conversations and API keys. Nobody sees any of it from now on; it is erased in the background within a short time, and cannot be brought back. Tokens go on to count, and find an account with nothing in it. For the principal that the account is named after, and for others with the scope `admin`; not with credentials that are limited to some collections.',
  input: builder.inputType('DeleteAccountInput', {
    description: 'Says that it is meant.',
    fields: (t) => ({
      confirm: t.string({ required: true, description: 'The name of the account, as `Viewer.account` gives it.' }),
    }),
  }),
  payload: builder.objectRef<Deleted>('DeleteAccountPayload').implement({
    description: 'What was deleted.',
    fields: (t) => ({
      deletedCollectionCount: t.exposeInt('collections', { description: 'Number of collections that went.' }),
      deletedMemoryCount: t.exposeInt('memories', {
        description: 'Number of memories that went, whatever their status.',
      }),
    }),
  }),
  errors: [ValidationError],
  resolve: ({ confirm }, context) => {
    const viewer = viewerOf(context);
    if (!mayDeleteAccount(viewer)) {
      throw requestError('FORBIDDEN', 'This needs the scope "admin", and credentials for the whole account', {
        scope: 'admin',
      });
    }
    return context.services.deletions.deleteAccount(viewer, confirm);
  },
});
