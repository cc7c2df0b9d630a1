import { seededRandom } from '../../tests/support/seeded-random.ts';
import { zipfRank } from '../support/zipf.ts';

/** Realistic sizes: LoCoMo's conversations have about this many turns of about this many words. */
export const turnsOfConversation = 25;
const words = { least: 8, most: 26 };
/** A conversation returns to its own subjects: this many words, in this share of what is said. */
const subjectWords = 24;
const subjectShare = 0.25;
/** Number of the most frequent words, which are never used as subjects. */
const frameWords = 300;

/** A word that somebody may talk about. */
export const subjectWord = (random: () => number, vocabulary: readonly string[]): string =>
  vocabulary[frameWords + zipfRank(random, vocabulary.length - frameWords)] ?? '';

const speakers = ['Anna', 'Ben', 'Clara', 'David', 'Elif', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam'];
const firstDay = Date.UTC(2023, 0, 1);
const dayMs = 86_400_000;
/** Days over which conversations are spread. */
const days = 900;

interface SyntheticTurn {
  readonly speaker: string;
  readonly content: string;
}

export interface SyntheticConversation {
  readonly sentAt: string;
  readonly turns: readonly SyntheticTurn[];
}

/** Speakers and subjects of a conversation; deterministic for a number. */
function subjectsOf(number: number, vocabulary: readonly string[]) {
  const random = seededRandom(number * 2 + 1);
  const first = Math.floor(random() * speakers.length);
  return {
    speakers: [...speakers, ...speakers].slice(first, first + 2),
    words: Array.from({ length: subjectWords }, () => subjectWord(random, vocabulary)),
    random,
  };
}

/** A conversation of two people about its subjects, with all turns distinct. */
export function makeConversation(number: number, vocabulary: readonly string[]): SyntheticConversation {
  const { speakers: two, words: subjects, random } = subjectsOf(number, vocabulary);
  const word = (): string => {
    const isSubject = random() < subjectShare;
    return (
      (isSubject ? subjects[zipfRank(random, subjects.length)] : vocabulary[zipfRank(random, vocabulary.length)]) ?? ''
    );
  };
  const sentence = (): string => {
    const length = words.least + Math.floor(random() * (words.most - words.least));
    const text = Array.from({ length }, word).join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${random() < 0.2 ? '?' : '.'}`;
  };
  return {
    sentAt: new Date(firstDay + (number % days) * dayMs).toISOString(),
    turns: Array.from({ length: turnsOfConversation }, (_, place) => ({
      speaker: two[place % two.length] ?? 'Anna',
      content: sentence(),
    })),
  };
}

const forms = [
  (who: string, [a, b, c]: readonly string[]) => `What did ${who} say about the ${a} and ${b} ${c}?`,
  (who: string, [a, b]: readonly string[]) => `When did ${who} talk about ${a} ${b}?`,
  (_: string, [a, b, c]: readonly string[]) => `How many ${a} were there at the ${b} with ${c}?`,
  (who: string, [a]: readonly string[]) => `Does ${who} like ${a}?`,
];

/** A question to one of this many conversations. Deterministic for a number, though two numbers may give the same question. */
export function makeQuestion(
  number: number,
  conversations: number,
  vocabulary: readonly string[],
  firstNumber = 0,
): string {
  const random = seededRandom(number * 2);
  const { speakers: two, words: subjects } = subjectsOf(firstNumber + Math.floor(random() * conversations), vocabulary);
  const asked = Array.from({ length: 3 }, () => subjects[Math.floor(random() * subjects.length)] ?? '');
  return (forms[number % forms.length] ?? forms[0])?.(two[number % two.length] ?? '', asked) ?? '';
}
