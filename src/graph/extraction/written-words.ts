import { matchesOf } from '../../platform/matches-of.ts';
import type { LanguageWords } from './language-words.ts';
import type { NameCutter } from './name-cutter.ts';
import { isCapitalised, letterWithoutCase } from './word.ts';

/** A word as it is written, before it is tagged. */
export interface WrittenWord {
  readonly text: string;
  /** Whether it begins a sentence, a quotation, or what follows a colon: there any word is capitalised. */
  readonly opens: boolean;
  readonly ends: boolean;
  readonly possessive: boolean;
  /** Whether it has an ending that the language separates only from names. */
  readonly parted: boolean;
  /** Whether a quotation that a name could be begins or ends with it. */
  readonly quoted?: 'begins' | 'ends' | 'both' | undefined;
  /** Whether it is a name of several words. */
  readonly isJoined?: true;
}

/** "Vue.js" and "17.2" are one word each. */
const sentence = /(?:[^.!?…。！？\n]|(?<=[\p{L}\p{N}])\.(?=[\p{Ll}\p{N}]))+[.!?…。！？]*/gu;
const piece =
  /(?<text>[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’&-]|\.(?=[\p{Ll}\p{N}])|(?<=[\p{Script=Han}\p{Script=Katakana}ー])[·・](?=[\p{Script=Han}\p{Script=Katakana}]))*)(?<behind>[^\p{L}\p{N}]*)/gu;
const possessiveEnding = /['’]s$/u;
/** "d'Albert", "all'Università". */
const elided = /^\p{Ll}{1,7}['’](?=\p{Lu})/u;
/** "L'hôpital" */
const elidedAlways = /^(?:\p{Ll}{1,7}['’](?=\p{L})|[DL]['’](?=\p{L})|\p{Lu}\p{Ll}?['’](?=\p{Ll}))/u;
const partedEnding = /(?<=^\p{Lu}.*)['’]\p{Ll}+$/u;
/** Signs that a sentence of its own may follow. */
const opening = /[:"“”„«»‹›‘(¿¡[{–—]/u;

/** Letters of scripts without case, and of those with case. */
const withoutCase = new RegExp(letterWithoutCase, 'gu');
const withCase = /\p{LC}/gu;

/** Whether a text is mostly in a script without case: a capitalised word in it is of another language, wherever it stands. */
export const isWithoutCase = (text: string): boolean =>
  2 * (text.match(withoutCase)?.length ?? 0) > (text.match(withCase)?.length ?? 0);

/** "'s Ochtends": the next word still counts as the first. */
const oneSmall = /^\p{Ll}$/u;

/** Full stops that do not end a sentence: "Dr. Weber", "la Sra. Gómez", "Lindenstr. 14 in Wien". */
const withinSentence =
  /(?<=(?:^|[\s(„“"«¿¡])(?:dr|dra|prof|profa|sr|sra|srta|mme|mlle|mr|mrs|ms|hr|fr|frl|st|sig|dott|ing|nr|núm|\p{L}*str|\p{Lu}))\.(?=\s)/giu;

/** Returns the words of each sentence of a text. */
export const writtenWords = (text: string, language: LanguageWords, cut: NameCutter): WrittenWord[][] =>
  (text.replace(withinSentence, '').match(sentence) ?? []).map((part) => {
    const hasCase = !isWithoutCase(part);
    let opens = hasCase;
    let before = /^[^\p{L}\p{N}]*/u.exec(part)?.[0] ?? '';
    return matchesOf(part, piece).flatMap(({ groups: { text: found = '', behind = '' } = {} }) => {
      const parts = partsOf(found, language, cut);
      const quoted = quotation(before, behind);
      before = behind;
      const written = parts.map((word, index) => ({
        ...word,
        opens,
        ends: word.parted || (index < parts.length - 1 ? !/['’]$/.test(word.text) : behind.trim() !== ''),
        ...(quoted && { quoted }),
      }));
      opens = (opening.test(behind) && hasCase) || (opens && oneSmall.test(found));
      return written;
    });
  });

/** Whether a quotation begins or ends; behind a colon is what somebody said. */
function quotation(before: string, behind: string): WrittenWord['quoted'] {
  const [begins, ends] = [/(?<!:\s*)["“„«]$/u.test(before), /^["”“»]/u.test(behind)];
  return begins && ends ? 'both' : begins ? 'begins' : ends ? 'ends' : undefined;
}

/** Splits what is between blanks, which is mostly one word. */
function partsOf(found: string, language: LanguageWords, cut: NameCutter): Omit<WrittenWord, 'opens' | 'ends'>[] {
  const small = (language.evidence?.elides ? elidedAlways : elided).exec(found)?.[0] ?? '';
  const whole = found.slice(small.length);
  const bare = whole.replace(language.partsNames ? partedEnding : possessiveEnding, '');
  const parted = language.partsNames && bare !== whole;
  const words = cut(bare).map((text) => ({ text, possessive: bare !== whole && !parted, parted }));
  return small === '' ? words : [{ text: small, possessive: false, parted: false }, ...words];
}

const hasLetterWithoutCase = (text: string): boolean => text.search(withoutCase) >= 0;

/** Whether all of it is in capitals, which then do not show names. */
export const isShouted = (words: readonly Pick<WrittenWord, 'text'>[]): boolean =>
  words.length > 1 &&
  words.every(({ text }) => text === text.toUpperCase() && !hasLetterWithoutCase(text)) &&
  words.some(({ text }) => isCapitalised(text));
