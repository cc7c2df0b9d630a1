import { plainLetters, withoutCapitalI } from '../../platform/db/plain-letters.ts';
import { standsUnbroken } from '../../platform/db/word-breaks.ts';
import { countedBackIn } from './counted-back.ts';
import { type NamedDate, namedDate } from './date-range.ts';
import type { QuestionPatternName } from './pattern-names.ts';
import { casedText } from './patterns.ts';
import { wordCharacter } from './python-pattern.ts';
import type { RankingModel } from './ranking-model.ts';
import type { AskedQuestion, QuestionWord, Scope } from './turn.ts';

/** What a question asks for, as far as ranking looks at it. */
export interface Question {
  /** Pairs of stems that follow one another, stop words left out: those that may follow each stem. No names. */
  readonly pairs: ReadonlyMap<number, ReadonlySet<number>>;
  /** The stem that the fewest memories of the scope have, names left out; null where the scope knows none. */
  readonly rarest: number | null;
  /** Stems of the words with a capital, the first word left out. */
  readonly capitalised: ReadonlySet<number>;
  /** Stems of the numbers. */
  readonly numbers: ReadonlySet<number>;
  /** Each piece once. */
  readonly pieces: Uint16Array;
  readonly matches: ReadonlySet<QuestionPatternName>;
  /** The one speaker whose first name is in the question; null where there is none or more than one. */
  readonly named: string | null;
  readonly date: NamedDate | null;
}

export function questionOf(asked: AskedQuestion, scope: Scope, model: RankingModel): Question {
  const written = casedText(asked.text);
  const text = written.toLowerCase();
  const words = asked.readings.flat();
  const capitalised = capitalisedWords(plainLetters(asked.text));
  return {
    pairs: pairsOf(asked.readings, scope.nameStems),
    rarest: rarestOf(words, scope),
    capitalised: stemsOf(words, (text) => capitalised.has(text)),
    numbers: stemsOf(words, (text) => /^\p{Nd}/u.test(text)),
    pieces: new Uint16Array(new Set(asked.pieces)),
    matches: new Set(
      scope.english ? [...model.questionPatterns].flatMap(([name, pattern]) => (pattern.test(text) ? [name] : [])) : [],
    ),
    named: namedSpeaker(written, scope),
    date: unlessItFails(() => dateOfQuestion(text, asked.today, scope)),
  };
}

/** Of what several languages of the collections read, the English one. */
function dateOfQuestion(
  question: string,
  today: AskedQuestion['today'],
  { english }: Pick<Scope, 'english'>,
): NamedDate | null {
  const { en, ...others } = today;
  const named = english ? namedDate(question, en ?? null) : null;
  if (named !== null) return named;
  for (const [language, day] of Object.entries(others)) {
    const date = countedBackIn(language, question, day);
    if (date !== null) return date;
  }
  return null;
}

/** A date that cannot be read costs a question its boost, and nothing else: tests see to it that none fails. */
function unlessItFails<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function pairsOf(readings: AskedQuestion['readings'], names: ReadonlySet<number>): Map<number, Set<number>> {
  const pairs = new Map<number, Set<number>>();
  for (const words of readings) {
    for (const [index, { stem: second }] of words.entries()) {
      const first = words[index - 1]?.stem ?? -1;
      if (first < 0 || second < 0 || names.has(first) || names.has(second)) continue;
      pairs.set(first, (pairs.get(first) ?? new Set()).add(second));
    }
  }
  return pairs;
}

/** Of stems that are equally rare, the one that is asked for first. */
function rarestOf(words: readonly QuestionWord[], scope: Scope): number | null {
  let rarest: number | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const { stem } of words) {
    const memories = scope.nameStems.has(stem) ? 0 : scope.memoriesWithTerm(stem);
    if (memories <= 0 || memories >= fewest) continue;
    rarest = stem;
    fewest = memories;
  }
  return rarest;
}

const word = new RegExp(`[${wordCharacter}]+`, 'gu');

function capitalisedWords(text: string): Set<string> {
  const [, ...later] = text.match(word) ?? [];
  const named = later.filter((one) => /^\p{Lu}/u.test(one));
  return new Set([...named, ...named.map((one) => withoutCapitalI(one, 'tr'))]);
}

/** Of words that the scope does not know, too: a memory has the smaller a share of what is asked for. */
const stemsOf = (words: readonly QuestionWord[], isMeant: (text: string) => boolean): Set<number> =>
  new Set(words.flatMap(({ text, stem }) => (isMeant(text) ? [stem] : [])));

/** As patterns are looked for in it: in lower case, with one blank between words, in plain letters. */
const plainText = (text: string): string => smallI(casedText(text)).toLowerCase();
/** Whose small letter is which, in Turkish and elsewhere, does not tell names apart: "irem" is "İrem". */
const smallI = (text: string): string => text.replace(/[Iİı]/g, 'i');

/**
 * The one speaker whose first name is in the question. Of several, the one whose whole name is ("Speaker 1", "Dr. Weber"), or whose name is
 * written as a name: "When will Grace move?" does not name Will. `written`: the question, of casedText.
 */
function namedSpeaker(written: string, { participants }: Scope): string | null {
  const text = smallI(written).toLowerCase();
  const speakers = new Set(participants.flatMap(({ speaker }) => speaker ?? []));
  const named = [...speakers].filter((speaker) => hasWord(text, firstWord(plainText(speaker))));
  if (named.length <= 1) return named[0] ?? null;
  const whole = named.filter((speaker) => hasLongName(speaker) && hasWord(text, plainText(speaker)));
  const cased = named.filter((speaker) => hasWord(written, firstWord(casedText(speaker))));
  return onlyOne(whole) ?? onlyOne(cased);
}

const onlyOne = (speakers: readonly string[]): string | null => (speakers.length === 1 ? (speakers[0] ?? null) : null);

/** Without what stands around it: "@mel", "<Anna>", "Caroline:". */
const firstWord = (text: string): string => (text.split(' ', 1)[0] ?? '').replace(aroundWord, '');
const aroundWord = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;
const hasLongName = (speaker: string): boolean => casedText(speaker).includes(' ');

const endsInWord = new RegExp(`[${wordCharacter}]$`, 'u');
const beginsWithWord = new RegExp(`^[${wordCharacter}]`, 'u');

function hasWord(text: string, name: string): boolean {
  if (name === '') return false;
  if (standsUnbroken(name)) return text.includes(name);
  const parts = text.split(name);
  return parts.some((part, index) => {
    const rest = parts[index + 1];
    return rest !== undefined && !endsInWord.test(part) && !beginsWithWord.test(rest);
  });
}
