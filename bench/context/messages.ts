import { seededRandom } from '../../tests/support/seeded-random.ts';
import { subjectWord } from '../search/conversations.ts';

/** Kinds of messages that are measured separately. */
export const kinds = [
  'SIMPLE',
  'COMPLEX, plan made anew',
  'COMPLEX, plan from the cache',
  'NEW_CONVERSATION, plan made anew',
  'NEW_CONVERSATION, plan from the cache',
] as const;
export type Kind = (typeof kinds)[number];

const names = ['Anna', 'Ben', 'Clara', 'David', 'Elif', 'Farid', 'Grace', 'Hugo'];

/** The n-th message of a kind, each about something else, so that no query cache helps. */
export function makeMessage(kind: Kind, n: number, vocabulary: readonly string[]): string {
  const random = seededRandom(n * 31 + kind.length);
  const word = () => subjectWord(random, vocabulary);
  const name = names[n % names.length] ?? '';
  switch (kind) {
    case 'SIMPLE':
      return `What did ${name} say of the ${word()} ${word()}?`;
    case 'COMPLEX, plan made anew':
    case 'NEW_CONVERSATION, plan made anew':
      return `Why did ${name} leave the ${chain(n, word)}?`;
    case 'COMPLEX, plan from the cache':
    case 'NEW_CONVERSATION, plan from the cache':
      return `Why did ${name} leave the ${word()} ${word()} and what came of the ${word()}?`;
  }
}

/** Gives each number a distinct text: its bits choose the conjunctions between the words. */
const chain = (n: number, word: () => string): string =>
  Array.from({ length: 10 }, (_, bit) => `${word()} ${(n >> bit) & 1 ? 'and' : 'or'}`)
    .join(' ')
    .concat(` ${word()}`);
