import { makeQuestion } from './conversations.ts';
import type { Filled } from './fill.ts';
import type { Question } from './measure-searches.ts';

/** Makes questions to this many conversations, never the same twice, also to other numbers of them: each is new to every cache. */
export function newQueries(vocabulary: readonly string[]): (conversations: number) => string {
  const asked = new Set<string>();
  let number = 0;
  return (conversations) => {
    let query: string;
    do {
      number += 1;
      query = makeQuestion(number, conversations, vocabulary);
    } while (asked.has(query));
    asked.add(query);
    return query;
  };
}

/** The same as searches of one collection. */
export function newQuestions(
  { collectionId, conversations }: Pick<Filled, 'collectionId' | 'conversations'>,
  vocabulary: readonly string[],
): () => Question {
  const next = newQueries(vocabulary);
  return () => ({ collectionIds: [collectionId], query: next(conversations) });
}
