import { okapi } from '../okapi.ts';
import type { Turns } from './engine-port.ts';
import { idf } from './idf.ts';
import type { QuestionInScope } from './question.ts';

/** A member of a kind tells less than the question's own words. Source: docs/adr/0079. */
const shareOfWord = 0.5;

/**
 * Returns what the members of the pool gain by a word that names a member of the kinds that the question asks for: "Which sports have I done?" finds
 * "swimming". Of several, the rarest counts, as if it were one of the question's words. Undefined if it asks for no kind.
 */
export function kindScores(turns: Turns, { question, scope }: QuestionInScope): Float64Array | undefined {
  if (question.members.size === 0) return undefined;
  const { members, stems, dateStems, termCounts } = turns;
  const scores = new Float64Array(members);
  for (let member = 0; member < members; member++) {
    const first = (stems.starts[member] ?? 0) + (dateStems[member] ?? 0);
    let rarest = 0;
    for (let at = first; at < (stems.ends[member] ?? 0); at++) {
      const stem = stems.numbers[at] ?? 0;
      if (question.members.has(stem)) rarest = Math.max(rarest, idf(scope.memories, scope.memoriesWithWord(stem)));
    }
    scores[member] = okapi(shareOfWord * rarest, termCounts[member] ?? 0, scope.meanTerms);
  }
  return scores;
}
