import { builder, viewerOf } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { composed, tidyTags } from './memory.input.ts';
import { type MemoryFilter, metadataBounds, metadataLists } from './memory-filter.ts';

/** Maximum number of objects in one list of a filter. */
const maxObjects = 100;

export const MemoryKindEnum = builder.enumType('MemoryKind', {
  description: 'Kind of a memory.',
  values: {
    FACT: { description: 'Something that is true.' },
    EPISODE: { description: 'Something that happened.' },
    PREFERENCE: { description: 'Something that somebody likes or wants.' },
    INSTRUCTION: { description: 'How somebody wants to be served.' },
    SUMMARY: { description: 'A summary of several things.' },
  } as const,
});

export const MemoryTierEnum = builder.enumType('MemoryTier', {
  description: 'How present a memory is.',
  values: {
    ACTIVE: { description: 'Stored within the last week, or often asked for recently.' },
    THREAD: { description: 'Its conversation was active, or it was asked for, within the last two weeks.' },
    STABLE: { description: 'Neither new nor asked for recently: it has proven itself over time.' },
  } as const,
});

export const MemoryStatusEnum = builder.enumType('MemoryStatus', {
  description: 'Status of a memory.',
  values: {
    CURRENT: { description: 'In use.' },
    SUPERSEDED: { description: 'Replaced by another memory; kept, and found with `asOf`.' },
    FORGOTTEN: { description: 'Hidden; kept until it is purged.' },
  } as const,
});

export const MemoryOrderEnum = builder.enumType('MemoryOrder', {
  description:
    'The order of a list of memories. Recalls change resonance and access, so paging in those orders may repeat or skip items.',
  values: {
    CREATED_ASC: { description: 'Oldest stored first.' },
    CREATED_DESC: { description: 'Newest stored first.' },
    VALID_FROM_ASC: {
      description:
        'In the order of `validFrom`, the earliest first: a history, whenever it was stored. Each page sorts the whole list, which takes a few milliseconds per thousand memories.',
    },
    VALID_FROM_DESC: { description: 'The same, the latest first.' },
    RESONANCE_DESC: {
      description: 'Highest resonance first; memories that were never recalled come last, newest first.',
    },
    ACCESSED_DESC: { description: 'Last recalled first; memories that were never recalled come last.' },
  } as const,
});

export const MemoryFilterInput = builder.inputType('MemoryFilter', {
  description: 'Restricts memories. All given conditions must hold.',
  fields: (t) => ({
    kinds: t.field({ type: [MemoryKindEnum], description: 'Has one of these kinds.' }),
    tiers: t.field({ type: [MemoryTierEnum], description: 'Has one of these tiers.' }),
    statuses: t.field({ type: [MemoryStatusEnum], description: 'Has one of these statuses; default: only CURRENT.' }),
    tagsAll: t.stringList({ description: 'Has all of these tags; surrounding white space is ignored.' }),
    tagsAny: t.stringList({ description: 'Has at least one of these tags; surrounding white space is ignored.' }),
    tagsNone: t.stringList({ description: 'Has none of these tags; surrounding white space is ignored.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Was stored after this time, exclusive.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Was stored before this time, exclusive.' }),
    validFromAfter: t.field({
      type: 'DateTime',
      description:
        'Starts to be valid after this time, exclusive. A memory learnt from a message is valid from when that was sent, unless given otherwise.',
    }),
    validFromBefore: t.field({ type: 'DateTime', description: 'Starts to be valid before this time, exclusive.' }),
    speakers: t.stringList({
      description: 'Was said by one of these speakers; compared with `Memory.speaker` exactly, in Unicode form NFC.',
    }),
    conversationIds: t.idList({
      description:
        'Was learnt in one of these conversations, given by the ids of Conversations. Unknown ids, and conversations that the viewer may not see, match nothing.',
    }),
    metadata: t.field({
      type: 'JSON',
      description:
        'Its metadata contains this object, including nested values; `{}` matches all memories with metadata.',
    }),
    metadataAny: t.field({
      type: ['JSON'],
      description: `Its metadata contains at least one of these objects, at most ${maxObjects}: \`[{ "plan": "pro" }, { "plan": "team" }]\`.`,
    }),
    metadataNone: t.field({
      type: ['JSON'],
      description: `Its metadata contains none of these objects, at most ${maxObjects}. A memory without metadata matches.`,
    }),
    metadataFrom: t.field({
      type: 'JSON',
      description:
        'Lower bounds, inclusive: for each entry its metadata has a value under the same key that is not less, as in `{ "priority": 3, "due": "2026-11-01" }`. Values are numbers or texts; numbers are compared with numbers, and texts character by character, which suits ISO dates.',
    }),
    metadataTo: t.field({
      type: 'JSON',
      description:
        'Upper bounds, inclusive: for each entry its metadata has a value under the same key that is not greater. Compared like `metadataFrom`.',
    }),
  }),
});

type GivenFilter = typeof MemoryFilterInput.$inferInput;

/** Converts the given filter; ids of other types match nothing. Throws BAD_USER_INPUT that names the invalid part of `argument`. */
export async function memoryFilterOf(
  given: GivenFilter | null | undefined,
  context: Context,
  argument = 'filter',
): Promise<MemoryFilter> {
  const { conversationIds, ...filter } = given ?? {};
  for (const name of metadataLists) {
    const count = filter[name]?.length ?? 0;
    if (count > maxObjects)
      throw badUserInput(`${argument}.${name}`, `must have at most ${maxObjects} objects, got ${count}`);
  }
  for (const name of metadataBounds) {
    const other = Object.entries(filter[name] ?? {}).find(([, bound]) => !isBound(bound));
    if (other) throw badUserInput(`${argument}.${name}.${other[0]}`, 'must be a number or a text');
  }
  const asked = { ...filter, ...namesOf(filter) };
  return conversationIds ? { ...asked, conversations: await visible(conversationIds, context) } : asked;
}

/** The tags and speakers of a filter as they are stored. Speakers of earlier versions are as they were given. */
const namesOf = ({ tagsAll, tagsAny, tagsNone, speakers }: GivenFilter) => ({
  tagsAll: tagsAll && tidyTags(tagsAll),
  tagsAny: tagsAny && tidyTags(tagsAny),
  tagsNone: tagsNone && tidyTags(tagsNone),
  speakers: speakers?.flatMap((speaker) => [speaker, composed(speaker)]),
});

/** A viewer limited to some collections may see memories there whose conversation is elsewhere; filtering by it must reveal nothing. */
async function visible(conversationIds: readonly string[], context: Context): Promise<string[]> {
  const ids = conversationIds.flatMap((id) => decodeNodeId('Conversation', id) ?? []);
  if (viewerOf(context).collectionIds === null) return ids;
  const found = await Promise.all(ids.map((id) => context.loaders.conversation.load(id)));
  return ids.filter((_id, index) => found[index] !== null);
}

const isBound = (value: unknown): boolean => typeof value === 'number' || typeof value === 'string';
