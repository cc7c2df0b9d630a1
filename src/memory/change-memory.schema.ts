import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { ConflictError, NotFoundError, ValidationError } from '../platform/errors.ts';
import { withSourceKey } from './add-memory.schema.ts';
import { maxReasonLength } from './change-memory.input.ts';
import { MemoryRef } from './memory.schema.ts';
import type { Memory } from './memory.ts';
import { MemoryKindEnum, MemoryTierEnum } from './memory-filter.schema.ts';
import type { Superseded } from './supersede-memory.ts';

const errors = [NotFoundError, ValidationError, ConflictError];

/** Arguments that every change of a memory takes. */
export const expectedRevisionText =
  'The revision that the caller has seen: another one is ConflictError(REVISION). Omitted: the last write wins.';
export const reasonText = `Why, for the history: 1 to ${maxReasonLength} characters.`;

mutation('updateMemory', {
  description:
    'Changes what is told about a memory, whatever its status. Omitted leaves as it is, null clears. Where nothing differs, nothing is written. The content never changes: supersedeMemory makes a new memory.',
  input: builder.inputType('UpdateMemoryInput', {
    description: 'What to change.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Memory.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      kind: t.field({ type: MemoryKindEnum, description: 'What sort of thing it is; cannot be cleared.' }),
      tags: t.stringList({ description: 'All of its tags from now on, at most 32 of 1 to 64 characters; null: none.' }),
      metadata: t.field({ type: 'JSON', description: 'All of its metadata from now on.' }),
      tier: t.field({
        type: MemoryTierEnum,
        description: 'How present it is; stays until it is set by hand again. Cannot be cleared.',
      }),
      validFrom: t.field({ type: 'DateTime', description: 'From when it holds; cannot be cleared.' }),
      validTo: t.field({
        type: 'DateTime',
        description: 'Until when it holds, not before validFrom; null: until further notice.',
      }),
      reason: t.string({ description: `${reasonText} Kept only where something changes.` }),
    }),
  }),
  payload: builder.objectRef<{ memory: Memory }>('UpdateMemoryPayload').implement({
    description: 'The changed memory.',
    fields: (t) => ({ memory: t.expose('memory', { type: MemoryRef, description: 'As it is now.' }) }),
  }),
  errors,
  resolve: async (input, context) => {
    const given = { ...input, id: requireNodeId('Memory', input.id) };
    return { memory: await context.services.memoryLifecycle.update(viewerOf(context), given) };
  },
});

mutation('supersedeMemory', {
  description:
    'Replaces a CURRENT memory by a new one and keeps the old: it ends where the new one begins. ConflictError(STATE) where it is not CURRENT any more (`current` is its replacement, if there is one), or where another CURRENT memory of the collection says the same (`current` is that one).',
  input: builder.inputType('SupersedeMemoryInput', {
    description:
      'The new memory. What is omitted is inherited from the old one, null clears. It holds until further notice, whatever the end of the old one.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the Memory to replace.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      content: t.string({ required: true, description: 'What holds now, 1 to 32,000 characters.' }),
      reason: t.string({ required: true, description: `${reasonText} Kept with the old memory.` }),
      kind: t.field({ type: MemoryKindEnum, description: 'Default: as the old one; cannot be cleared.' }),
      speaker: t.string({ description: 'Who said it, 1 to 200 characters; default: who said the old one.' }),
      sourceMessageId: t.id({
        description: 'Id of the Message that it was learnt from; default: the old one’s source.',
      }),
      tags: t.stringList({ description: 'At most 32, of 1 to 64 characters; default: the old one’s.' }),
      metadata: t.field({ type: 'JSON', description: 'Default: the old one’s.' }),
      validFrom: t.field({
        type: 'DateTime',
        description:
          'From when it holds and the old one no more, not before the old one’s validFrom; default: now. The old one is SUPERSEDED at once: until a time to come, recall without `asOf` finds neither of both.',
      }),
      idempotencyKey: t.string({
        description: 'Repeating the call with this key within 24 hours answers the same memory. 1 to 200 characters.',
      }),
    }),
  }),
  payload: builder.objectRef<Superseded>('SupersedeMemoryPayload').implement({
    description: 'Both memories.',
    fields: (t) => ({
      memory: t.expose('memory', { type: MemoryRef, description: 'The new one.' }),
      superseded: t.expose('superseded', { type: MemoryRef, description: 'The old one, SUPERSEDED.' }),
    }),
  }),
  errors,
  resolve: (input, context) =>
    context.services.memoryLifecycle.supersede(viewerOf(context), {
      ...withSourceKey(input),
      id: requireNodeId('Memory', input.id),
    }),
});
