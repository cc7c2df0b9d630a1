import { builder } from '../graphql/builder.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { type MemoryFilter, metadataBounds, metadataLists } from './memory-filter.ts';

/** Objects in one list of a filter. */
const maxObjects = 100;

export const MemoryKindEnum = builder.enumType('MemoryKind', {
  description: 'What sort of thing was learnt.',
  values: {
    FACT: { description: 'Something that is so.' },
    EPISODE: { description: 'Something that happened.' },
    PREFERENCE: { description: 'Something that somebody likes or wants.' },
    INSTRUCTION: { description: 'How somebody wants to be served.' },
    SUMMARY: { description: 'Several things in short.' },
  } as const,
});

export const MemoryTierEnum = builder.enumType('MemoryTier', {
  description: 'How present a memory is.',
  values: {
    ACTIVE: { description: 'Stored within a week, or asked for often of late.' },
    THREAD: { description: 'Belongs to a conversation or a topic that ran within two weeks.' },
    STABLE: { description: 'Proven over time: it stands, though nobody has talked of it lately.' },
  } as const,
});

export const MemoryStatusEnum = builder.enumType('MemoryStatus', {
  description: 'Whether a memory counts.',
  values: {
    CURRENT: { description: 'It counts.' },
    SUPERSEDED: { description: 'Another one took its place; kept, and seen by `asOf`.' },
    FORGOTTEN: { description: 'Hidden; kept until it is purged.' },
  } as const,
});

export const MemoryOrderEnum = builder.enumType('MemoryOrder', {
  description: 'The order of a list. Paging by resonance or access may repeat or skip, since recalls change both.',
  values: {
    CREATED_ASC: { description: 'Oldest first.' },
    CREATED_DESC: { description: 'Newest first.' },
    RESONANCE_DESC: { description: 'Highest resonance first; of those never recalled, newest first.' },
    ACCESSED_DESC: { description: 'Last recalled first; never recalled last.' },
  } as const,
});

export const MemoryFilterInput = builder.inputType('MemoryFilter', {
  description: 'Which memories are meant; all that is given must hold.',
  fields: (t) => ({
    kinds: t.field({ type: [MemoryKindEnum], description: 'One of these kinds.' }),
    tiers: t.field({ type: [MemoryTierEnum], description: 'One of these tiers.' }),
    statuses: t.field({ type: [MemoryStatusEnum], description: 'One of these; default CURRENT alone.' }),
    tagsAll: t.stringList({ description: 'Has all of these tags.' }),
    tagsAny: t.stringList({ description: 'Has at least one of these tags.' }),
    tagsNone: t.stringList({ description: 'Has none of these tags.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Stored after this instant.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Stored before this instant.' }),
    validFromAfter: t.field({
      type: 'DateTime',
      description: 'Holds from after this instant on: what was learnt from a message, since it was sent.',
    }),
    validFromBefore: t.field({ type: 'DateTime', description: 'Holds from before this instant on.' }),
    speakers: t.stringList({ description: 'One of these said it: `Memory.speaker`, to the letter.' }),
    conversationIds: t.idList({
      description: 'Ids of Conversations: it was learnt in one of these. Others match nothing.',
    }),
    metadata: t.field({
      type: 'JSON',
      description: 'Its metadata contains this object, nested values included; `{}`: it has some.',
    }),
    metadataAny: t.field({
      type: ['JSON'],
      description: `Its metadata contains at least one of these objects, at most ${maxObjects}: \`[{ "plan": "pro" }, { "plan": "team" }]\`.`,
    }),
    metadataNone: t.field({
      type: ['JSON'],
      description: `Its metadata contains none of these objects, at most ${maxObjects}; one without metadata contains none.`,
    }),
    metadataFrom: t.field({
      type: 'JSON',
      description:
        'Its metadata has each of these entries, and none is less: `{ "priority": 3, "due": "2026-11-01" }`. Numbers are compared with numbers, texts with texts, sign by sign as ISO dates are.',
    }),
    metadataTo: t.field({
      type: 'JSON',
      description: 'Its metadata has each of these entries, and none is more; compared as `metadataFrom` is.',
    }),
  }),
});

type GivenFilter = typeof MemoryFilterInput.$inferInput;

/** The filter that is given; ids of anything but conversations match nothing. Throws BAD_USER_INPUT naming what of `argument` cannot be used. */
export function memoryFilterOf(given: GivenFilter | null | undefined, argument = 'filter'): MemoryFilter {
  const { conversationIds, ...filter } = given ?? {};
  for (const name of metadataLists) {
    const count = filter[name]?.length ?? 0;
    if (count > maxObjects) throw badUserInput(`${argument}.${name}`, `at most ${maxObjects} objects, got ${count}`);
  }
  for (const name of metadataBounds) {
    const other = Object.entries(filter[name] ?? {}).find(([, bound]) => !isBound(bound));
    if (other) throw badUserInput(`${argument}.${name}.${other[0]}`, 'must be a number or a text');
  }
  return { ...filter, conversations: conversationIds?.flatMap((id) => decodeNodeId('Conversation', id) ?? []) };
}

const isBound = (value: unknown): boolean => typeof value === 'number' || typeof value === 'string';
