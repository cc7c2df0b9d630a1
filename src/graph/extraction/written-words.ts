import { letterWithoutCase } from '../script-letters.ts';
import type { NameCutter } from './known-spans.ts';
import type { LanguageWords } from './language-words.ts';
import { isCapitalised } from './word.ts';

/** A word as it is written, before anybody has told what it is. */
export interface WrittenWord {
  readonly text: string;
  /** It begins a sentence, a quotation, what stands behind a colon: whatever it is, it is written large. */
  readonly opens: boolean;
  readonly ends: boolean;
  readonly possessive: boolean;
  /** The language writes so of names alone. */
  readonly parted: boolean;
}

/** "Vue.js" and "17.2" are one word each. */
const sentence = /(?:[^.!?…。！？\n]|(?<=[\p{L}\p{N}])\.(?=[\p{Ll}\p{N}]))+[.!?…。！？]*/gu;
const piece = /(?<text>[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’&-]|\.(?=[\p{Ll}\p{N}]))*)(?<behind>[^\p{L}\p{N}]*)/gu;
const possessiveEnding = /['’]s$/u;
/** "d'Albert", "all'Università". */
const elided = /^\p{Ll}{1,7}['’](?=\p{Lu})/u;
const partedEnding = /(?<=^\p{Lu}.*)['’]\p{Ll}+$/u;
/** What may have a sentence of its own behind it. */
const opening = /[:"“”„«»‹›‘(¿¡[{–—]/u;

/** Letters of scripts that have no large ones, and of those that do. */
const withoutCase = new RegExp(letterWithoutCase, 'gu');
const withCase = /\p{LC}/gu;

/** Mostly in a script without large letters: what stands large there is of another language, wherever it stands. */
export const isWithoutCase = (text: string): boolean =>
  2 * (text.match(withoutCase)?.length ?? 0) > (text.match(withCase)?.length ?? 0);

/** "'s Ochtends": the next word stands at the beginning still. */
const oneSmall = /^\p{Ll}$/u;

/** Full stops that end no sentence: "Dr. Weber", "la Sra. Gómez", "Lindenstr. 14 in Wien". */
const withinSentence =
  /(?<=(?:^|[\s(„“"«¿¡])(?:dr|dra|prof|profa|sr|sra|srta|mme|mlle|mr|mrs|ms|hr|fr|frl|st|sig|dott|ing|nr|núm|\p{L}*str|\p{Lu}))\.(?=\s)/giu;

/** The words of each sentence of a text. */
export const writtenWords = (text: string, language: LanguageWords, cut: NameCutter): WrittenWord[][] =>
  (text.replace(withinSentence, '').match(sentence) ?? []).map((part) => {
    let opens = !isWithoutCase(part);
    return [...part.matchAll(piece)].flatMap(({ groups: { text: found = '', behind = '' } = {} }) => {
      const parts = partsOf(found, language, cut);
      const written = parts.map((word, index) => ({
        ...word,
        opens,
        ends: word.parted || index < parts.length - 1 || behind.trim() !== '',
      }));
      opens = (opening.test(behind) && !isWithoutCase(part)) || (opens && oneSmall.test(found));
      return written;
    });
  });

/** What stands between blanks: mostly one word. */
function partsOf(found: string, language: LanguageWords, cut: NameCutter): Omit<WrittenWord, 'opens' | 'ends'>[] {
  const small = elided.exec(found)?.[0] ?? '';
  const whole = found.slice(small.length);
  const bare = whole.replace(language.partsNames ? partedEnding : possessiveEnding, '');
  const parted = language.partsNames && bare !== whole;
  const words = cut(bare).map((text) => ({ text, possessive: bare !== whole && !parted, parted }));
  return small === '' ? words : [{ text: small, possessive: false, parted: false }, ...words];
}

/** All of it is in capitals: that tells of no word that it is a name. */
export const isShouted = (words: readonly Pick<WrittenWord, 'text'>[]): boolean =>
  words.length > 1 &&
  words.every(({ text }) => text === text.toUpperCase()) &&
  words.some(({ text }) => isCapitalised(text));
