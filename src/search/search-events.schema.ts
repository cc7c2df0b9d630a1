import { builder, viewerOf } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { encodeCursor } from '../graphql/cursor.ts';
import { SharedEvent } from '../graphql/event-stream.ts';
import type { EventRef } from '../graphql/event-union.ts';
import { encodeNodeId } from '../graphql/node-id.ts';
import { pageSize, rankedSize } from '../graphql/paging.ts';
import { StreamEventInterface, type ToldEvent } from '../graphql/stream-event.schema.ts';
import { work } from '../graphql/work.ts';
import type { AnswerSnapshot } from './live-searches.service.ts';
import { SearchConnectionRef, type SearchPageAnswer } from './search-connection.schema.ts';
import { listOf, requestOf, type SearchInput, SearchInputRef } from './search-input.schema.ts';

interface SearchSnapshot extends ToldEvent {
  readonly results: SearchPageAnswer;
  readonly addedIds: readonly string[];
  readonly removedIds: readonly string[];
}

const SearchSnapshotRef = builder.objectRef<SearchSnapshot>('SearchSnapshot').implement({
  description: 'The results of a live search, complete, as they are now.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Numbers the snapshots. It cannot be given as an argument.' }),
    results: t.expose('results', { type: SearchConnectionRef, description: 'The first page of results.' }),
    addedIds: t.idList({
      description: 'Ids of memories that were not in the previous snapshot.',
      resolve: ({ addedIds }) => addedIds.map((id) => encodeNodeId('Memory', id)),
    }),
    removedIds: t.idList({
      description: 'Ids of memories of the previous snapshot that are not in this one.',
      resolve: ({ removedIds }) => removedIds.map((id) => encodeNodeId('Memory', id)),
    }),
  }),
});

const members: readonly EventRef[] = [SearchSnapshotRef];

const SearchEventRef = builder.unionType('SearchEvent', {
  description: 'An event of a live search. Members may be added: give clients a default branch.',
  types: () => [...members],
  resolveType: ({ typeName }: ToldEvent) => typeName,
});

builder.subscriptionField('searchEvents', (t) =>
  t.field({
    type: SearchEventRef,
    description:
      'The first page of a search: at once, and again whenever it has changed, at most every 250 ms. Each event is a complete snapshot; a slow client gets the newest. The page has changed when a memory was added, removed, moved or written, got its embedding, or has another `score`, for example because of what was written beside it; not through recalls, `entities`, or names and titles of what a memory belongs to. Tiers in a filter are checked again within 20 s. A collection that is deleted or moved out of sight simply yields no results; there is no error GONE. Only the first snapshot counts as a recall.',
    args: {
      input: t.arg({ type: SearchInputRef, required: true, description: 'The search.' }),
      first: t.arg.int({ required: true, defaultValue: 20, description: 'Number of results, 1 to 100.' }),
    },
    complexity: (args) => ({ field: work.search, multiplier: pageSize(args) }),
    subscribe: (_root, { input, first }, context) => searchEvents(context, input, first),
    resolve: snapshotOf,
  }),
);

async function searchEvents(context: Context, input: SearchInput, first: number): Promise<AsyncIterable<object>> {
  const { rerank, tokenBudget = null } = input;
  const page = { first: rankedSize(first), tokenBudget, rerank };
  const live = { request: await requestOf(input, context), page, written: JSON.stringify(input) };
  return context.services.liveSearches.follow(
    viewerOf(context),
    live,
    (now, before) => new SharedEvent(tell(input, now, before), context.renew()),
  );
}

function snapshotOf(event: object): ToldEvent {
  if (event instanceof SharedEvent) return event.value;
  throw new TypeError('Not an event of a search');
}

function tell(input: SearchInput, now: AnswerSnapshot, before: AnswerSnapshot | null): SearchSnapshot {
  const [ids, idsBefore] = [idsOf(now), idsOf(before)];
  return {
    typeName: SearchSnapshotRef.name,
    cursor: encodeCursor(['searchEvents'], { sort: '', id: String(now.number) }),
    at: now.at,
    results: { ...now.answer, list: listOf(input), startedAt: now.askedAt, hasPrevious: false },
    addedIds: [...ids.difference(idsBefore)],
    removedIds: [...idsBefore.difference(ids)],
  };
}

const idsOf = (snapshot: AnswerSnapshot | null): Set<string> =>
  new Set(snapshot?.answer.hits.map(({ memory }) => memory.id));
