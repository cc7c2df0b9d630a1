import { builder, viewerOf } from '../graphql/builder.ts';
import { keyThatReturns, mutation } from '../graphql/mutation.ts';
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
  'The revision that the caller has seen. If the memory has another one, the result is ConflictError(REVISION). Omitted: the last write wins.';
export const reasonText = `The reason, kept in the history, 1 to ${maxReasonLength} characters.`;

mutation('updateMemory', {
  description:
    'Changes what is recorded about a memory, whatever its status. Omitted fields keep their values; null clears what can be cleared. If nothing differs, nothing is written. The content cannot be changed: use `supersedeMemory` to replace the memory.',
  input: builder.inputType('UpdateMemoryInput', {
    description: 'What to change.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Memory.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      kind: t.field({ type: MemoryKindEnum, description: 'Kind of memory; cannot be cleared.' }),
      tags: t.stringList({
        description:
          'Its new tags, at most 32 of 1 to 64 characters each. Surrounding white space is removed, and each is kept once. They replace the former ones; null removes all.',
      }),
      metadata: t.field({
        type: 'JSON',
        description: 'Its new metadata. It replaces the former metadata as a whole; null clears it.',
      }),
      tier: t.field({
        type: MemoryTierEnum,
        description: 'Its new tier, which then stays until it is set again by hand; cannot be cleared.',
      }),
      validFrom: t.field({ type: 'DateTime', description: 'When it starts to be valid; cannot be cleared.' }),
      validTo: t.field({
        type: 'DateTime',
        description:
          'When it stops being valid, not before `validFrom`; null: open-ended, which is refused for a SUPERSEDED memory: `restoreMemory` undoes that.',
      }),
      reason: t.string({ description: `${reasonText} Kept only if something changes.` }),
    }),
  }),
  payload: builder.objectRef<{ memory: Memory }>('UpdateMemoryPayload').implement({
    description: 'The changed memory.',
    fields: (t) => ({ memory: t.expose('memory', { type: MemoryRef, description: 'The memory as it is now.' }) }),
  }),
  errors,
  resolve: async (input, context) => {
    const given = { ...input, id: requireNodeId('Memory', input.id) };
    return { memory: await context.services.memoryLifecycle.update(viewerOf(context), given) };
  },
});

mutation('supersedeMemory', {
  description:
    'Replaces a CURRENT memory by a new one. The old one is kept as SUPERSEDED and stops being valid when the new one starts, unless it had ended before. ConflictError(STATE) if the old one is not CURRENT (`current` is its replacement, or itself if it has none), or if another CURRENT memory of the collection already says the same (`current` is that one).',
  input: builder.inputType('SupersedeMemoryInput', {
    description:
      'The old memory and its replacement. Omitted fields are inherited from the old memory; null clears what can be cleared. The new memory is open-ended, even if the old one had an end.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the Memory to replace.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      content: t.string({
        required: true,
        description: 'Content of the new memory, 1 to 32,000 characters, not only white space.',
      }),
      reason: t.string({ required: true, description: `${reasonText} Kept with the old memory.` }),
      kind: t.field({
        type: MemoryKindEnum,
        description: 'Kind of memory; default: that of the old one. Cannot be cleared.',
      }),
      speaker: t.string({ description: 'Name of the speaker, 1 to 200 characters; default: that of the old one.' }),
      sourceMessageId: t.id({
        description: 'Id of the Message that it was learnt from; default: that of the old one.',
      }),
      tags: t.stringList({
        description:
          'Tags, at most 32 of 1 to 64 characters each; default: those of the old one. Surrounding white space is removed, and each is kept once.',
      }),
      metadata: t.field({ type: 'JSON', description: 'The application’s own data; default: that of the old one.' }),
      validFrom: t.field({
        type: 'DateTime',
        description:
          'When the new memory starts and the old one stops being valid; not before the old one’s `validFrom`; default: now. The old one is SUPERSEDED at once: with a time in the future, recall without `asOf` finds neither until then.',
      }),
      idempotencyKey: t.string({ description: keyThatReturns('the same memory') }),
    }),
  }),
  payload: builder.objectRef<Superseded>('SupersedeMemoryPayload').implement({
    description: 'The old memory and its replacement.',
    fields: (t) => ({
      memory: t.expose('memory', { type: MemoryRef, description: 'The new memory.' }),
      superseded: t.expose('superseded', { type: MemoryRef, description: 'The old memory, now SUPERSEDED.' }),
    }),
  }),
  errors,
  resolve: (input, context) =>
    context.services.memoryLifecycle.supersede(viewerOf(context), {
      ...withSourceKey(input),
      id: requireNodeId('Memory', input.id),
    }),
});
