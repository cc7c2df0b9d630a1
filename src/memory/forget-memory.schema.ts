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
    'Undoes the last forget or supersede of a memory. A forgotten one gets back the status that it had; a superseded one is CURRENT again, ends when it did before, and its replacement is forgotten; where consolidation took it out of the way, what it was merged into stays. A CURRENT one is answered without a change. ConflictError(STATE) where the replacement was itself superseded (`current` is the replacement: restore it first), or where a CURRENT memory says the same (`current` is that one). QuotaExceededError where the account has no room for one CURRENT memory more.',
  input: builder.inputType('RestoreMemoryInput', {
    description: 'The memory to restore.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Memory.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      reason: t.string({ description: reasonText }),
    }),
  }),
  payload: builder.objectRef<Restored>('RestoreMemoryPayload').implement({
    description: 'What was restored, and what had to go.',
    fields: (t) => ({
      memory: t.expose('memory', { type: MemoryRef, description: 'As it is now.' }),
      withdrawn: t.expose('withdrawn', {
        type: MemoryRef,
        nullable: true,
        description: 'The replacement, FORGOTTEN now; null where none was in the way.',
      }),
    }),
  }),
  errors: [...errors, QuotaExceededError],
  resolve: (input, context) =>
    context.services.memoryLifecycle.restore(viewerOf(context), { ...input, id: requireNodeId('Memory', input.id) }),
});

mutation('forgetMemory', {
  description:
    'Hides a memory, which restoreMemory undoes; forgetting a forgotten one answers it again. With `purge` it is gone for good, whatever its status, with its history and all that tells of it.',
  input: builder.inputType('ForgetMemoryInput', {
    description: 'The memory to forget, and how thoroughly.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Memory.' }),
      expectedRevision: t.int({ description: expectedRevisionText }),
      reason: t.string({ description: `${reasonText} Of a purge it is kept nowhere.` }),
      purge: t.boolean({
        required: true,
        defaultValue: false,
        description:
          'Leave no trace of it. The memories that it replaced, or that replaced it, stay; only the links to it go.',
      }),
      purgeSource: t.boolean({
        required: true,
        defaultValue: false,
        description:
          'Only with `purge`: also empty the text and the metadata of the message that it was learnt from, where the viewer may see it. Other memories learnt from that message stay.',
      }),
    }),
  }),
  payload: builder.objectRef<Forgotten>('ForgetMemoryPayload').implement({
    description: 'What was forgotten.',
    fields: (t) => ({
      memoryId: t.id({
        description: 'Id of the Memory.',
        resolve: ({ memoryId }) => encodeNodeId('Memory', memoryId),
      }),
      memory: t.expose('memory', {
        type: MemoryRef,
        nullable: true,
        description: 'The memory, FORGOTTEN; null where it was purged.',
      }),
      collection: t.field({
        type: CollectionRef,
        description: 'The collection that it belonged to, as it is now.',
        resolve: ({ collectionId }, _args, context) =>
          context.services.collections.require(viewerOf(context), collectionId),
      }),
    }),
  }),
  errors,
  resolve: (input, context) =>
    context.services.memoryLifecycle.forget(viewerOf(context), { ...input, id: requireNodeId('Memory', input.id) }),
});
