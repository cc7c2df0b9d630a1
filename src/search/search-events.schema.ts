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
  description: 'The whole answer, as it is now.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Numbers the snapshots. No argument takes it.' }),
    results: t.expose('results', { type: SearchConnectionRef, description: 'The first page of the ranking.' }),
    addedIds: t.idList({
      description: 'Ids of the memories in it that were not in the snapshot before.',
      resolve: ({ addedIds }) => addedIds.map((id) => encodeNodeId('Memory', id)),
    }),
    removedIds: t.idList({
      description: 'Ids of the memories that were in the snapshot before and are not in it.',
      resolve: ({ removedIds }) => removedIds.map((id) => encodeNodeId('Memory', id)),
    }),
  }),
});

const members: readonly EventRef[] = [SearchSnapshotRef];

const SearchEventRef = builder.unionType('SearchEvent', {
  description: 'What a live search tells. Clients need a default branch: members may be added.',
  types: () => [...members],
  resolveType: ({ typeName }: ToldEvent) => typeName,
});

builder.subscriptionField('searchEvents', (t) =>
  t.field({
    type: SearchEventRef,
    description:
      'The first page of a search, at once and then whenever it has changed, at most every 250 ms: whole snapshots, of which a slow client gets the newest. It has changed where a memory has come, gone, moved or been written, got its embedding, or has another `score`, as by what was written beside it; not by its recalls, its `entities`, or names and titles of what it belongs to. What tiers a filter asks for is looked at anew within 20 s. A collection that is deleted, or out of sight, is one in which nothing is found: no GONE. Only the first snapshot counts as a recall.',
    args: {
      input: t.arg({ type: SearchInputRef, required: true, description: 'The question.' }),
      first: t.arg.int({ required: true, defaultValue: 20, description: 'How many, 1 to 100.' }),
    },
    complexity: (args) => ({ field: work.search, multiplier: pageSize(args) }),
    subscribe: (_root, { input, first }, context) => searchEvents(context, input, first),
    resolve: snapshotOf,
  }),
);

function searchEvents(context: Context, input: SearchInput, first: number): AsyncIterable<object> {
  const { rerank, tokenBudget = null } = input;
  const live = { request: requestOf(input), page: { first: rankedSize(first), tokenBudget, rerank } };
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
