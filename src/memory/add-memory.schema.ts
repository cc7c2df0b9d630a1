import { builder, viewerOf } from '../graphql/builder.ts';
import { Failure } from '../graphql/errors.schema.ts';
import { keyThatReturns, mutation, resultUnion } from '../graphql/mutation.ts';
import { keyOrError, requireNodeId } from '../graphql/node-id.ts';
import { workOfStoring } from '../graphql/work.ts';
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
      description: 'Kind of memory.',
    }),
    speaker: t.string({
      description: 'Name of the speaker, 1 to 200 characters; default: the speaker of the source message.',
    }),
    tags: t.stringList({
      description:
        'Tags, at most 32 of 1 to 64 characters each. Surrounding white space is removed, and each is kept once, in Unicode form NFC.',
    }),
    metadata: t.field({ type: 'JSON', description: 'The application’s own data.' }),
    sourceMessageId: t.id({ description: 'Id of the Message that it was learnt from.' }),
    validFrom: t.field({
      type: 'DateTime',
      description:
        'When it starts to be valid; default: `sentAt` of the source message; now, without one or if that is at most five minutes ahead.',
    }),
    validTo: t.field({
      type: 'DateTime',
      description: 'When it stops being valid, not before `validFrom`; omitted: open-ended.',
    }),
    idempotencyKey: t.string({ description: keyThatReturns('the same memory') }),
  }),
});

const AddOutcomeEnum = builder.enumType('AddOutcome', {
  description: 'What happened to a memory that was to be added.',
  values: {
    CREATED: { description: 'A new memory was stored.' },
    DUPLICATE: {
      description:
        'An equal CURRENT memory of the same speaker already exists in the collection and is returned unchanged. Memories learnt from a message are never duplicates; nor is one that tells of another time, once either time is over, so that somebody who returns to a former home gets a second memory.',
    },
    REPLAYED: { description: 'The idempotency key was used before; the memory of that call is returned.' },
  } as const,
});

const AddMemoryPayloadRef = builder.objectRef<AddedMemory>('AddMemoryPayload').implement({
  description: 'The memory, and whether it is new.',
  fields: (t) => ({
    memory: t.expose('memory', { type: MemoryRef, description: 'The new memory, or the one that already existed.' }),
    outcome: t.expose('outcome', { type: AddOutcomeEnum, description: 'Whether the memory is new.' }),
  }),
});

interface WithSource {
  readonly sourceMessageId?: string | null | undefined;
}

/** A malformed id is passed on as its error, so that in a bulk only that memory fails. */
export const withSourceKey = <Given extends WithSource>({ sourceMessageId: id, ...given }: Given) => ({
  ...given,
  sourceMessageId: typeof id === 'string' ? keyOrError('Message', id) : id,
});

mutation('addMemory', {
  description:
    'Adds a memory. Once this returns, searches find it by its words, and by its meaning as soon as `embeddingStatus` is READY.',
  input: builder.inputType('AddMemoryInput', {
    description: 'The new memory and its collection.',
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
  'Result for one memory of `addMemories`.',
  AddMemoryPayloadRef,
  [NotFoundError, ValidationError, ConflictError, QuotaExceededError],
);

const countOutcome = (results: readonly ItemResult[], outcome: string) =>
  results.filter((one) => 'outcome' in one && one.outcome === outcome).length;

mutation('addMemories', {
  description: `Adds up to ${maxBulk} memories. Each gets a result of its own, in the given order; all that are valid are stored in one transaction.`,
  items: 'memories',
  input: builder.inputType('AddMemoriesInput', {
    description: 'The new memories and their collection.',
    fields: (t) => ({
      collectionId: t.id({ required: true, description: 'Id of a Collection.' }),
      memories: t.field({ type: [MemoryInputRef], required: true, description: `1 to ${maxBulk} memories.` }),
    }),
  }),
  payload: builder.objectRef<{ results: readonly ItemResult[] }>('AddMemoriesPayload').implement({
    description: 'The result for each memory.',
    fields: (t) => ({
      results: t.field({
        type: [AddMemoriesItemResultRef],
        description: 'One result per memory, in the given order.',
        complexity: { field: 1, multiplier: maxBulk },
        resolve: ({ results }) => results.map((one) => (one instanceof Error ? new Failure(one) : one)),
      }),
      created: t.int({
        description: 'Number of new memories.',
        resolve: ({ results }) => countOutcome(results, 'CREATED'),
      }),
      duplicates: t.int({
        description: 'Number of memories that already existed.',
        resolve: ({ results }) => countOutcome(results, 'DUPLICATE'),
      }),
      replayed: t.int({
        description: 'Number of memories whose idempotency key had been used before.',
        resolve: ({ results }) => countOutcome(results, 'REPLAYED'),
      }),
      failed: t.int({
        description: 'Number of memories that were not added.',
        resolve: ({ results }) => results.filter((one) => one instanceof Error).length,
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, QuotaExceededError],
  work: ({ memories }) => memories.slice(0, maxBulk).reduce((sum, memory) => sum + workOfStoring(memory), 0),
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
