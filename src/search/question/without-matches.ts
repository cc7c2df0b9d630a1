import { tellingLengthOf } from './sentences.ts';

/** Returns a question without what a pattern matches; as it is where nothing would be left that tells what it is about. */
export function withoutMatches(question: string, pattern: RegExp): string {
  const left = question.replaceAll(pattern, ' ');
  return left === question || tellingLengthOf(left) === 0 ? question : left.replaceAll(/\s+/gu, ' ').trim();
}
