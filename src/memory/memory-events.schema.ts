import { CollectionRef } from '../collection/collection.schema.ts';
import { collectionEvents } from '../collection/collection-events.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { encodeNodeId } from '../graphql/node-id.ts';
import { StreamEventInterface, type ToldEvent } from '../graphql/stream-event.schema.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import { MemoryRef } from './memory.schema.ts';
import type { Memory } from './memory.ts';

interface MemoryAdded extends ToldEvent {
  readonly memory: Memory;
}

const MemoryAddedRef = builder.objectRef<MemoryAdded>('MemoryAdded').implement({
  description: 'A memory was stored.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ memory: t.expose('memory', { type: MemoryRef, description: 'The memory as it is now.' }) }),
});

interface MemoryChanged extends MemoryAdded {
  readonly changed: readonly string[];
}

const MemoryChangedRef = builder.objectRef<MemoryChanged>('MemoryChanged').implement({
  description:
    'A memory was changed, superseded or restored, or got its embedding. There is no event for recalls: changes of `resonance`, `accessCount` and `lastAccessedAt`, and automatic changes of `tier`, are not reported.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    memory: t.expose('memory', { type: MemoryRef, description: 'The memory as it is now.' }),
    changed: t.stringList({ description: 'Names of the fields that changed.', resolve: ({ changed }) => [...changed] }),
  }),
});

interface MemoryForgotten extends ToldEvent {
  readonly memoryId: string;
  readonly forgotten: Memory | null;
  readonly place: string | null;
}

const MemoryForgottenRef = builder.objectRef<MemoryForgotten>('MemoryForgotten').implement({
  description: 'A memory was forgotten or purged. It also replaces any event whose memory is gone since.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    memoryId: t.id({
      description: 'Id of the forgotten Memory.',
      resolve: ({ memoryId }) => encodeNodeId('Memory', memoryId),
    }),
    forgotten: t.expose('forgotten', {
      type: MemoryRef,
      nullable: true,
      description: 'The memory as it is now; null if it was purged.',
    }),
    // Not `collection`: in CollectionChanged that is never null, so that no client could select both.
    collectionNow: t.field({
      type: CollectionRef,
      nullable: true,
      description: 'The collection that it belongs or belonged to, as it is now; null if that is gone, too.',
      resolve: ({ place }, _args, { loaders }) => (place === null ? null : loaders.collection.load(place)),
    }),
  }),
});

/** What was forgotten since is told as forgotten: a replay shows its content only to those who select `forgotten`. */
async function tellMemory(event: LoggedEvent, context: Context, place: string | null) {
  const memory = await context.loaders.memory.load(event.subjectId);
  const isShown = memory !== null && memory.status !== 'FORGOTTEN';
  return isShown ? { memory, changed: event.changed } : tellForgotten(event, context, place);
}

const tellForgotten = async ({ subjectId }: LoggedEvent, { loaders }: Context, place: string | null) => ({
  typeName: MemoryForgottenRef.name,
  memoryId: subjectId,
  forgotten: await loaders.memory.load(subjectId),
  place,
});

collectionEvents.add('MemoryAdded', MemoryAddedRef, tellMemory);
collectionEvents.add('MemoryChanged', MemoryChangedRef, tellMemory);
collectionEvents.add('MemoryForgotten', MemoryForgottenRef, tellForgotten);
