import { getOrInsert } from '../../platform/get-or-insert.ts';
import { oneOf, wordSet } from '../../platform/word-lists.ts';
import type { MessageLanguage } from './message-language.ts';
import { anyUnbroken, anyWord, compilerFor, never } from './message-patterns.ts';
import type { Referring } from './referring.ts';

/** How a language refers to what was said before, as patterns. */
export interface ReferringPatterns {
  readonly always: RegExp;
  readonly who: RegExp;
  readonly what: RegExp;
  readonly pointing: RegExp;
  readonly idle: RegExp;
  readonly clause: RegExp;
  readonly own: RegExp;
  readonly self: RegExp;
  readonly edits: RegExp;
  readonly fragment: RegExp;
  readonly question: RegExp;
  /** What names something, beside words in capitals. */
  readonly noun: RegExp;
  /** What ends with a noun that is asked for. */
  readonly asked: RegExp;
  readonly isSmall: (word: string) => boolean;
  /** Whether a word names nothing. */
  readonly isEmpty: (word: string) => boolean;
  readonly isUnbroken: boolean;
  /** Where nouns show by what is left without the words that name nothing: blanks these out. */
  readonly withoutEmpty: (text: string) => string;
}

/** What may stand before the first word. */
const signs = String.raw`[\s¿¡"'«„“(-]*`;
/** Nouns have at least two letters in scripts without breaks. */
const anyRun = /[\p{L}\p{M}\p{N}]{2,}/gu;

function compile(language: MessageLanguage, referring: Referring): ReferringPatterns {
  const { isUnbroken, small, question } = language;
  const words = compilerFor(language);
  const smallWords = wordSet(small);
  const empty = wordSet(isUnbroken ? referring.empty : `${small} ${referring.empty}`);
  const asked = `(?:${referring.asking ?? never}) \\p{L}+`;
  return {
    always: words(referring.always),
    who: words(referring.who, 'gu'),
    what: words(referring.what, 'gu'),
    pointing: words(referring.pointing, 'gu'),
    idle: words(referring.idle, 'gu'),
    clause: new RegExp(`[,;:.!?()—–，、。；：？！]|${words(referring.clause).source}`, 'gu'),
    own: words(referring.own),
    self: words(referring.self),
    edits: new RegExp(`^${signs}(?:[^\\s,]+,? )?${words(referring.edits).source}`, 'u'),
    fragment: new RegExp(String.raw`^\P{L}*${oneOf(referring.fragment)}[\s.…?!。？！]*$`, 'u'),
    question: words(question),
    noun: referring.noun === undefined ? (isUnbroken ? anyRun : anyWord) : words(`${asked}\n${referring.noun}`, 'gu'),
    asked: words(`${asked}$`),
    isSmall: (word) => smallWords.has(word),
    isEmpty: (word) => empty.has(word),
    isUnbroken: isUnbroken ?? false,
    withoutEmpty: isUnbroken && referring.noun === undefined ? blanking(empty) : (text) => text,
  };
}

function blanking(words: ReadonlySet<string>): (text: string) => string {
  const any = anyUnbroken(words);
  return (text) => text.replace(any, (found) => ' '.repeat(found.length));
}

const compiled = new Map<MessageLanguage, ReferringPatterns>();

/** Returns the patterns of a language; null if it is not known how it refers back. */
export const referringPatternsOf = (language: MessageLanguage): ReferringPatterns | null => {
  const { back } = language;
  return back === undefined ? null : getOrInsert(compiled, language, () => compile(language, back));
};
