import { builder } from '../graphql/builder.ts';
import { EventUnion } from '../graphql/event-union.ts';
import { encodeStreamCursor } from '../graphql/stream-cursor.ts';
import { StreamEventInterface, type ToldEvent } from '../graphql/stream-event.schema.ts';
import { subscription } from '../graphql/subscription.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { CollectionRef } from './collection.schema.ts';
import type { Collection } from './collection.ts';

/** Events of a collection. Features built on collections add their own members. */
export const collectionEvents = new EventUnion(
  'CollectionEvent',
  'An event of a collection itself, not of its children. Members may be added: give clients a default branch.',
);

interface CollectionChanged extends ToldEvent {
  readonly collection: Collection;
  readonly changed: readonly string[];
}

const CollectionChangedRef = builder.objectRef<CollectionChanged>('CollectionChanged').implement({
  description: 'The name, description, parent, settings or narrative of the collection changed.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    collection: t.expose('collection', { type: CollectionRef, description: 'The collection as it is now.' }),
    changed: t.stringList({ description: 'Names of the fields that changed.', resolve: ({ changed }) => [...changed] }),
  }),
});

collectionEvents.add('CollectionChanged', CollectionChangedRef, async ({ subjectId, changed }, { loaders }) => {
  const collection = await loaders.collection.load(subjectId);
  return collection && { collection, changed };
});

export const collectionStream = (accountId: string, id: string): StreamRef => ({
  accountId,
  kind: 'collection',
  streamId: id,
});

builder.objectField(CollectionRef, 'eventsCursor', (t) =>
  t.string({
    description:
      'Position of the collection’s event stream when this was read. Give it to `collectionEvents(after:)` to get every event that is not yet in the data read with it.',
    resolve: ({ accountId, id, revision }) =>
      encodeStreamCursor(collectionStream(accountId, id), { seq: revision, text: null }),
  }),
);

subscription('collectionEvents', {
  description:
    'The events of a collection: from now on, or after a cursor. Error NOT_FOUND if the collection does not exist or is not visible to the viewer; GONE once it is deleted or moved out of the viewer’s sight.',
  id: ['collectionId', 'Collection'],
  union: collectionEvents,
  open: async (id, viewer, { services }) => ({
    ref: collectionStream(viewer.accountId, id),
    find: async () => ({ seq: (await services.collections.require(viewer, id)).revision }),
  }),
});
