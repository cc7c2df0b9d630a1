import type { Question } from '../search/measure-searches.ts';
import { type FilledAccount, tagged } from './fill-accounts.ts';

/** One kind of search; the query words come from the bench. */
export interface SearchKind {
  readonly name: string;
  readonly asked: Pick<Question, 'filter' | 'asOf'>;
}

/** Memories are valid from 2023-01-01 on, one conversation a day for 900 days, then from the first day again. This is the middle. */
const halfway = '2024-03-25T00:00:00Z';

const byTag = Object.entries(tagged).map(
  ([tag, share]): SearchKind => ({ name: `a tag of ${share} %`, asked: { filter: { tagsAny: [tag] } } }),
);

const byMetadata = (['tenth', 'half'] as const).map(
  (entry): SearchKind => ({
    name: `metadata of ${tagged[entry]} %`,
    asked: { filter: { metadata: { [entry]: true } } },
  }),
);

export const searchKindsOf = ({ conversationId }: FilledAccount): readonly SearchKind[] => [
  { name: 'no filter', asked: {} },
  ...byTag,
  ...byMetadata,
  { name: 'without a tag of 90 %', asked: { filter: { tagsNone: ['most'] } } },
  { name: 'a kind of 100 %', asked: { filter: { kinds: ['FACT'] } } },
  { name: 'one of twelve speakers', asked: { filter: { speakers: ['Anna'] } } },
  { name: 'one conversation', asked: { filter: { conversationIds: [conversationId] } } },
  { name: 'superseded ones, too', asked: { filter: { statuses: ['CURRENT', 'SUPERSEDED'] } } },
  { name: 'as of halfway', asked: { asOf: halfway } },
  { name: 'as of halfway, a tag of 10 %', asked: { asOf: halfway, filter: { tagsAny: ['tenth'] } } },
];
