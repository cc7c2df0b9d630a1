import { CollectionRef } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { encodeNodeId, requireNodeId } from '../graphql/node-id.ts';
import { requestError } from '../graphql/request-errors.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import type { Deleted } from './delete-collections.ts';
import { mayDeleteAccount } from './deletion.service.ts';

/** Some 50 KB: a tree of a plan without a bound may have 100,000. */
const mostIds = 1_000;

const DeleteCollectionPayload = builder
  .objectRef<Deleted & { readonly deletedId: string }>('DeleteCollectionPayload')
  .implement({
    description: 'What was deleted.',
    fields: (t) => ({
      deletedId: t.exposeID('deletedId', { description: 'The id that the collection had.' }),
      parent: t.field({
        type: CollectionRef,
        nullable: true,
        description:
          'The collection that it was directly below; null if it was at the top level or its parent is not visible to the viewer.',
        resolve: ({ parentId }, _args, { loaders }) => (parentId ? loaders.collection.load(parentId) : null),
      }),
      deletedCollectionIds: t.idList({
        description: `Ids that the deleted collections had, the collection’s own and those of all collections below it, in no particular order: what a client’s cache has to drop. At most ${mostIds.toLocaleString('en')} of them; \`deletedCollectionCount\` is the number of all.`,
        complexity: { field: 1, multiplier: 1 },
        resolve: ({ collectionIds }) => collectionIds.slice(0, mostIds).map((id) => encodeNodeId('Collection', id)),
      }),
      deletedCollectionCount: t.int({
        description: 'Number of collections deleted: this one and all collections below it.',
        resolve: ({ collectionIds }) => collectionIds.length,
      }),
      deletedMemoryCount: t.exposeInt('memories', {
        description:
          'Number of memories deleted, whatever their status: those of the collection and of all collections below it, and those elsewhere that were learnt in its conversations. What is out of reach of the token or API key is deleted, too, and not counted.',
      }),
      deletedConversationCount: t.exposeInt('conversations', {
        description: 'Number of conversations deleted: those of the collection and of all collections below it.',
      }),
    }),
  });

mutation('deleteCollection', {
  description:
    'Deletes a collection and all collections below it, with their memories and conversations. They disappear from every answer at once and are erased in the background soon after; this cannot be undone. Answers that agents gave in conversations of other collections stay.',
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
    'Deletes everything in the account: collections, memories, conversations and API keys. It disappears from every answer at once and is erased in the background soon after; this cannot be undone. Tokens stay valid and find an empty account. Allowed for the principal whose name equals the account’s, and for others with the scope `admin`; never with credentials that are limited to some collections (error FORBIDDEN).',
  input: builder.inputType('DeleteAccountInput', {
    description: 'Confirms that the deletion is intended.',
    fields: (t) => ({
      confirm: t.string({
        required: true,
        description:
          'The name of the account, exactly as `Viewer.account` returns it; anything else is a ValidationError.',
      }),
    }),
  }),
  payload: builder.objectRef<Deleted>('DeleteAccountPayload').implement({
    description: 'What was deleted.',
    fields: (t) => ({
      deletedCollectionCount: t.int({
        description: 'Number of collections deleted.',
        resolve: ({ collectionIds }) => collectionIds.length,
      }),
      deletedMemoryCount: t.exposeInt('memories', {
        description: 'Number of memories deleted, whatever their status.',
      }),
    }),
  }),
  errors: [ValidationError],
  resolve: ({ confirm }, context) => {
    const viewer = viewerOf(context);
    if (!mayDeleteAccount(viewer)) {
      throw requestError(
        'FORBIDDEN',
        'This needs the scope "admin" or the principal that the account is named after, and credentials that are not limited to some collections',
        {
          scope: 'admin',
        },
      );
    }
    return context.services.deletions.deleteAccount(viewer, confirm);
  },
});
