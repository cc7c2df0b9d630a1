import { CollectionRef } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { encodeNodeId, requireNodeId } from '../graphql/node-id.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import { expectedRevisionText, reasonText } from './change-memory.schema.ts';
import type { Forgotten } from './forget-memory.ts';
import { MemoryRef } from './memory.schema.ts';
import type { Restored } from './restore-memory.ts';

const errors = [NotFoundError, ValidationError, ConflictError];

mutation('restoreMemory', {
  description:
    'Undoes the last forget or supersede of a memory. A FORGOTTEN memory gets its former status back; if it had been made to replace one that is CURRENT again, it replaces that one again. A SUPERSEDED memory becomes CURRENT again with its former end of validity, and its replacement is forgotten; if consolidation had merged or retired it, the memory that replaced it stays. A CURRENT memory is returned unchanged. ConflictError(STATE) if the replacement was itself superseded (`current` is the replacement: restore that first), or if a CURRENT memory says the same (`current` is that one). QuotaExceededError if the plan allows no further CURRENT memory.',
  input: builder.inputType('RestoreMemoryInput', {
    description: 'The memory to restore.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Memory.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      reason: t.string({ description: reasonText }),
    }),
  }),
  payload: builder.objectRef<Restored>('RestoreMemoryPayload').implement({
    description: 'The restored memory, and the other one if it was changed, too.',
    fields: (t) => ({
      memory: t.expose('memory', { type: MemoryRef, description: 'The memory as it is now.' }),
      withdrawn: t.expose('withdrawn', {
        type: MemoryRef,
        nullable: true,
        description: 'The replacement, now FORGOTTEN; null if none had to be forgotten.',
      }),
      superseded: t.expose('superseded', {
        type: MemoryRef,
        nullable: true,
        description: 'The memory that the restored one replaces again, now SUPERSEDED; null if there is none.',
      }),
    }),
  }),
  errors: [...errors, QuotaExceededError],
  resolve: (input, context) =>
    context.services.memoryLifecycle.restore(viewerOf(context), { ...input, id: requireNodeId('Memory', input.id) }),
});

mutation('forgetMemory', {
  description:
    'Hides a memory; `restoreMemory` undoes that. A memory that is already FORGOTTEN is returned unchanged. With `purge` the memory is removed for good, whatever its status, together with its history and everything that quotes it.',
  input: builder.inputType('ForgetMemoryInput', {
    description: 'The memory to forget, and how thoroughly.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Memory.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      reason: t.string({ description: `${reasonText} Not kept if the memory is purged.` }),
      purge: t.boolean({
        required: true,
        defaultValue: false,
        description:
          'Whether to remove it for good instead of hiding it. Memories that it replaced or that replaced it stay; only the links to it go.',
      }),
      purgeSource: t.boolean({
        required: true,
        defaultValue: false,
        description:
          'Only with `purge`: also empty the content and metadata of the message that it was learnt from, if the viewer may see that message. Other memories learnt from it stay.',
      }),
    }),
  }),
  payload: builder.objectRef<Forgotten>('ForgetMemoryPayload').implement({
    description: 'What was forgotten.',
    fields: (t) => ({
      memoryId: t.id({
        description: 'Id of the forgotten Memory.',
        resolve: ({ memoryId }) => encodeNodeId('Memory', memoryId),
      }),
      memory: t.expose('memory', {
        type: MemoryRef,
        nullable: true,
        description: 'The memory, now FORGOTTEN; null if it was purged.',
      }),
      collection: t.field({
        type: CollectionRef,
        description: 'The collection that it belongs or belonged to, as it is now.',
        resolve: ({ collectionId }, _args, context) =>
          context.services.collections.require(viewerOf(context), collectionId),
      }),
    }),
  }),
  errors,
  resolve: (input, context) =>
    context.services.memoryLifecycle.forget(viewerOf(context), { ...input, id: requireNodeId('Memory', input.id) }),
});
