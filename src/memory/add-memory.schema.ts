import { builder, viewerOf } from '../graphql/builder.ts';
import { Failure } from '../graphql/errors.schema.ts';
import { mutation, resultUnion } from '../graphql/mutation.ts';
import { keyOrError, requireNodeId } from '../graphql/node-id.ts';
import { work } from '../graphql/work.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import { maxBulk } from './memory.input.ts';
import { MemoryRef } from './memory.schema.ts';
import type { AddedMemory, ItemResult } from './memory.service.ts';
import { MemoryKindEnum } from './memory-filter.schema.ts';

const MemoryInputRef = builder.inputType('MemoryInput', {
  description: 'A new memory.',
  fields: (t) => ({
    content: t.string({
      required: true,
      description: 'What was learnt, 1 to 32,000 characters, not only white space.',
    }),
    kind: t.field({
      type: MemoryKindEnum,
      required: true,
      defaultValue: 'FACT',
      description: 'What sort of thing it is.',
    }),
    speaker: t.string({ description: 'Who said it, 1 to 200 characters; default: the speaker of the source message.' }),
    tags: t.stringList({ description: 'At most 32, of 1 to 64 characters each.' }),
    metadata: t.field({ type: 'JSON', description: 'The application’s own data.' }),
    sourceMessageId: t.id({ description: 'Id of the Message that it was learnt from.' }),
    validFrom: t.field({
      type: 'DateTime',
      description: 'From when it holds; default: when the source message was sent, or now.',
    }),
    validTo: t.field({
      type: 'DateTime',
      description: 'Until when it holds, not before validFrom; omitted: until further notice.',
    }),
    idempotencyKey: t.string({
      description: 'Repeating the call with this key within 24 hours answers the same memory. 1 to 200 characters.',
    }),
  }),
});

const AddOutcomeEnum = builder.enumType('AddOutcome', {
  description: 'What became of a memory that was to be added.',
  values: {
    CREATED: { description: 'It is new.' },
    DUPLICATE: {
      description:
        'The same speaker’s equal memory was there, and is answered untouched. What ended before the other began is no such memory: who lives in a place again has two.',
    },
    REPLAYED: { description: 'The idempotency key was used before; what it made then is answered.' },
  } as const,
});

const AddMemoryPayloadRef = builder.objectRef<AddedMemory>('AddMemoryPayload').implement({
  description: 'The memory and how it came.',
  fields: (t) => ({
    memory: t.expose('memory', { type: MemoryRef, description: 'The new memory, or the one that was there.' }),
    outcome: t.expose('outcome', { type: AddOutcomeEnum, description: 'Whether it is new.' }),
  }),
});

interface WithSource {
  readonly sourceMessageId?: string | null | undefined;
}

/** An id that is none goes on as its error: in a bulk it is that one memory's answer. */
export const withSourceKey = <Given extends WithSource>({ sourceMessageId: id, ...given }: Given) => ({
  ...given,
  sourceMessageId: typeof id === 'string' ? keyOrError('Message', id) : id,
});

mutation('addMemory', {
  description: 'Adds a memory. It can be found when this answers.',
  input: builder.inputType('AddMemoryInput', {
    description: 'The new memory and where it goes.',
    fields: (t) => ({
      collectionId: t.id({ required: true, description: 'Id of a Collection.' }),
      memory: t.field({ type: MemoryInputRef, required: true, description: 'The new memory.' }),
    }),
  }),
  payload: AddMemoryPayloadRef,
  errors: [NotFoundError, ValidationError, ConflictError, QuotaExceededError],
  resolve: (input, context) =>
    context.services.memories.add(
      viewerOf(context),
      requireNodeId('Collection', input.collectionId),
      withSourceKey(input.memory),
    ),
});

const AddMemoriesItemResultRef = resultUnion(
  'AddMemoriesItemResult',
  'What one memory of a bulk answers.',
  AddMemoryPayloadRef,
  [NotFoundError, ValidationError, ConflictError, QuotaExceededError],
);

const countOutcome = (results: readonly ItemResult[], outcome: string) =>
  results.filter((one) => 'outcome' in one && one.outcome === outcome).length;

mutation('addMemories', {
  description: `Adds up to ${maxBulk} memories. Each answers for itself, in order; those that are right commit together.`,
  items: 'memories',
  input: builder.inputType('AddMemoriesInput', {
    description: 'The new memories and where they go.',
    fields: (t) => ({
      collectionId: t.id({ required: true, description: 'Id of a Collection.' }),
      memories: t.field({ type: [MemoryInputRef], required: true, description: `1 to ${maxBulk} memories.` }),
    }),
  }),
  payload: builder.objectRef<{ results: readonly ItemResult[] }>('AddMemoriesPayload').implement({
    description: 'What became of each memory.',
    fields: (t) => ({
      results: t.field({
        type: [AddMemoriesItemResultRef],
        description: 'One for each memory given, in order.',
        complexity: { field: 1, multiplier: maxBulk },
        resolve: ({ results }) => results.map((one) => (one instanceof Error ? new Failure(one) : one)),
      }),
      created: t.int({ description: 'How many are new.', resolve: ({ results }) => countOutcome(results, 'CREATED') }),
      duplicates: t.int({
        description: 'How many were there.',
        resolve: ({ results }) => countOutcome(results, 'DUPLICATE'),
      }),
      replayed: t.int({
        description: 'How many were repeats of a call.',
        resolve: ({ results }) => countOutcome(results, 'REPLAYED'),
      }),
      failed: t.int({
        description: 'How many were not added.',
        resolve: ({ results }) => results.filter((one) => one instanceof Error).length,
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, QuotaExceededError],
  work: ({ memories }) => work.memory * Math.min(memories.length, maxBulk),
  part: ({ memories }) => Math.min(memories.length / maxBulk, 1),
  resolve: async (input, context, rejected) => ({
    results: await context.services.memories.addMany(
      viewerOf(context),
      requireNodeId('Collection', input.collectionId),
      input.memories.map(withSourceKey),
      rejected,
    ),
  }),
});
