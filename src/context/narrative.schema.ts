import { CollectionRef } from '../collection/collection.schema.ts';
import type { Collection } from '../collection/collection.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import type { Narrative } from './narrative.ts';

const NarrativeRef = builder.objectRef<Narrative>('Narrative');
NarrativeRef.implement({
  description:
    'A short summary of what a collection itself knows, prepared in advance so that a conversation can begin with it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it summarises.',
      resolve: async ({ id }, _args, { loaders }) => {
        const collection = await loaders.collection.load(id);
        if (!collection) throw new NotFoundError({ type: 'Collection', id });
        return collection;
      },
    }),
    text: t.exposeString('text', {
      description:
        'The summary, written by a language model; without one, one line for each of the most telling memories. It never contains forgotten memories.',
    }),
    revision: t.exposeInt('revision', { description: 'How often it has been written, 1 for the first time.' }),
    stale: t.exposeBoolean('stale', {
      description: 'Whether memories of the collection have changed since it was written; it is then rewritten soon.',
    }),
    generatedAt: t.expose('generatedAt', { type: 'DateTime', description: 'When it was written.' }),
  }),
});
defineNode(NarrativeRef, { load: (id, { loaders }) => loaders.narrative.load(id) });

builder.objectField(CollectionRef, 'narrative', (t) =>
  t.field({
    type: NarrativeRef,
    nullable: true,
    description:
      'A summary of the collection, prepared in advance; null until it is written for the first time, and if there is nothing to tell.',
    resolve: ({ id }, _args, { loaders }) => loaders.narrative.load(id),
  }),
);

mutation('refreshNarrative', {
  description:
    'Has the narrative of a collection rewritten in the background, before others that wait. A CollectionChanged event whose `changed` contains `narrative` tells when it is done.',
  input: builder.inputType('RefreshNarrativeInput', {
    description: 'The collection whose narrative to rewrite.',
    fields: (t) => ({ collectionId: t.id({ required: true, description: 'Id of a Collection.' }) }),
  }),
  payload: builder.objectRef<{ collection: Collection }>('RefreshNarrativePayload').implement({
    description: 'The request was queued.',
    fields: (t) => ({
      collection: t.expose('collection', {
        type: CollectionRef,
        description: 'The collection as it is now, with its previous narrative.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ collectionId }, context) => {
    const id = requireNodeId('Collection', collectionId);
    return { collection: await context.services.narratives.refresh(viewerOf(context), id) };
  },
});
