import { makeQuestion } from './conversations.ts';
import type { Filled } from './fill.ts';
import type { Question } from './measure-searches.ts';

/** Makes questions to a collection, never the same twice: each is new to every cache. */
export function newQuestions({ collectionId, conversations }: Filled, vocabulary: readonly string[]): () => Question {
  const asked = new Set<string>();
  let number = 0;
  return () => {
    let query: string;
    do {
      number += 1;
      query = makeQuestion(number, conversations, vocabulary);
    } while (asked.has(query));
    asked.add(query);
    return { collectionIds: [collectionId], query };
  };
}
