import { builder, viewerOf } from '../graphql/builder.ts';
import { eventStream } from '../graphql/event-stream.ts';
import { EventUnion } from '../graphql/event-union.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { requestError } from '../graphql/request-errors.ts';
import { encodeStreamCursor } from '../graphql/stream-cursor.ts';
import { StreamEventInterface, streamArgs, type ToldEvent } from '../graphql/stream-event.schema.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { CollectionRef } from './collection.schema.ts';
import type { Collection } from './collection.ts';

/** What happens in a collection. Features that come later add what they tell. */
export const collectionEvents = new EventUnion(
  'CollectionEvent',
  'What happens in a collection itself, not in its children. Clients need a default branch: members may be added.',
);

interface CollectionChanged extends ToldEvent {
  readonly collection: Collection;
  readonly changed: readonly string[];
}

const CollectionChangedRef = builder.objectRef<CollectionChanged>('CollectionChanged').implement({
  description: 'Name, description, place, settings or narrative of the collection changed.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    collection: t.expose('collection', { type: CollectionRef, description: 'As it is now.' }),
    changed: t.stringList({ description: 'The fields that changed.', resolve: ({ changed }) => [...changed] }),
  }),
});

collectionEvents.add('CollectionChanged', [CollectionChangedRef], async ({ subjectId, changed }, { loaders }) => {
  const collection = await loaders.collection.load(subjectId);
  return collection && { typeName: CollectionChangedRef.name, collection, changed };
});

export const collectionStream = (accountId: string, id: string): StreamRef => ({
  accountId,
  kind: 'collection',
  streamId: id,
});

builder.objectField(CollectionRef, 'eventsCursor', (t) =>
  t.string({
    description:
      'Where its events stood when it was read, for `collectionEvents(after:)`: what was read with it has no gap to what is told then.',
    resolve: ({ accountId, id, revision }) =>
      encodeStreamCursor(collectionStream(accountId, id), { seq: revision, text: null }),
  }),
);

builder.subscriptionField('collectionEvents', (t) =>
  t.field({
    type: collectionEvents.ref,
    description:
      'What happens in a collection from now on, or after a cursor. NOT_FOUND where it is not there or not visible to the viewer; GONE once it is deleted, or moved out of what the viewer may see.',
    args: {
      collectionId: t.arg.id({ required: true, description: 'Id of a Collection.' }),
      ...streamArgs,
    },
    subscribe: async (_root, { collectionId, ...args }, context) => {
      const viewer = viewerOf(context);
      const id = decodeNodeId('Collection', collectionId);
      if (id === null) throw requestError('NOT_FOUND', 'No Collection has this id, or it is not visible to you');
      return eventStream(context, {
        ref: collectionStream(viewer.accountId, id),
        union: collectionEvents,
        args,
        find: async () => ({ seq: (await context.services.collections.require(viewer, id)).revision }),
      });
    },
    resolve: ({ value }) => value,
  }),
);
