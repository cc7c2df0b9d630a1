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
    'What is known in a collection itself, told ahead and in short, so that a conversation can begin with it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it tells of.',
      resolve: async ({ id }, _args, { loaders }) => {
        const collection = await loaders.collection.load(id);
        if (!collection) throw new NotFoundError({ type: 'Collection', id });
        return collection;
      },
    }),
    text: t.exposeString('text', {
      description:
        'The words of a language model, or without one a line for each of the memories that tell most. Never of what was forgotten.',
    }),
    revision: t.exposeInt('revision', { description: 'How often it was told, 1 the first time.' }),
    stale: t.exposeBoolean('stale', {
      description: 'Whether memories of the collection have changed since; it is then told anew before long.',
    }),
    generatedAt: t.expose('generatedAt', { type: 'DateTime', description: 'When it was told.' }),
  }),
});
defineNode(NarrativeRef, { load: (id, { loaders }) => loaders.narrative.load(id) });

builder.objectField(CollectionRef, 'narrative', (t) =>
  t.field({
    type: NarrativeRef,
    nullable: true,
    description:
      'What is known in it, told ahead; null before it is told the first time, and where there is nothing to tell.',
    resolve: ({ id }, _args, { loaders }) => loaders.narrative.load(id),
  }),
);

mutation('refreshNarrative', {
  description:
    'Has the narrative of a collection told anew, in the background and before others. A CollectionChanged with `narrative` tells when it is done.',
  input: builder.inputType('RefreshNarrativeInput', {
    description: 'The collection to tell of.',
    fields: (t) => ({ collectionId: t.id({ required: true, description: 'Id of a Collection.' }) }),
  }),
  payload: builder.objectRef<{ collection: Collection }>('RefreshNarrativePayload').implement({
    description: 'The request is noted.',
    fields: (t) => ({
      collection: t.expose('collection', {
        type: CollectionRef,
        description: 'As it is now, with the former narrative.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ collectionId }, context) => {
    const id = requireNodeId('Collection', collectionId);
    return { collection: await context.services.narratives.refresh(viewerOf(context), id) };
  },
});
