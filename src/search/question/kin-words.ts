import { matchesOf } from '../../platform/matches-of.ts';

/** English words for the same relatives: people ask formally ("grandmother") and tell at ease ("my gran"). */
const alike: readonly (readonly string[])[] = [
  ['mother', 'mum', 'mom'],
  ['father', 'dad'],
  ['grandmother', 'grandma', 'granny', 'gran'],
  ['grandfather', 'grandpa', 'granddad', 'grandad'],
  ['children', 'child', 'kids', 'kid'],
];

/** Through whom somebody is related by marriage: a sister-in-law is mostly told of as "my brother's wife". */
const byMarriage: ReadonlyMap<string, readonly string[]> = new Map([
  ['mother', ['husband', 'wife']],
  ['father', ['husband', 'wife']],
  ['sister', ['brother', 'wife']],
  ['brother', ['sister', 'husband']],
]);

const wordsOf = new Map(alike.flatMap((words) => words.map((word) => [word, words] as const)));
const relative = /(?<![\p{L}\p{N}])(\p{L}+)(-in-law)?(?![\p{L}\p{N}])/gu;

/** Returns other words by which memories may call the relatives that a question names, each once and none of its own. */
export function otherKinWords(question: string): string[] {
  const own = new Set<string>();
  const others = new Set<string>();
  for (const [, word = '', inLaw] of matchesOf(question.toLowerCase(), relative)) {
    own.add(word);
    const through = inLaw ? (byMarriage.get(word) ?? []) : [];
    for (const other of [...(wordsOf.get(word) ?? []), ...through]) others.add(other);
  }
  return [...others.difference(own)];
}
