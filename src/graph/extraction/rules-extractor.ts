import { setImmediate } from 'node:timers/promises';
import { loadedOnce } from '../../platform/loaded-once.ts';
import type { EntityType } from '../entity.ts';
import { normalName } from '../entity-name.ts';
import { isEastAsian } from './east-asian/east-asian-names.ts';
import { loadEnglishWords } from './english-words.ts';
import { type Extraction, type Extractor, isRole, speakerOf, type TextToRead } from './extraction.ts';
import { ExtractionBuilder } from './extraction-builder.ts';
import { languageWords } from './language-words.ts';
import { findNames, type NameSpan, withKnownOpenings } from './name.ts';
import { typeInLanguage } from './name-languages/type-in-language.ts';
import { loadNameLexicon, type NameLexicon } from './name-lexicon.ts';
import { typeOfName } from './name-type.ts';
import { isAlsoFirstName, isNeverName } from './no-names.ts';
import { piecesOf } from './pieces.ts';
import { largeWithin, plainWords } from './plain-words.ts';
import { findNeighbours, findRelations } from './relations.ts';
import { type Somebody, speaker } from './sentence.ts';
import { smallSentences, withCapitals } from './small-names.ts';
import type { Word, WordReader } from './word.ts';
import { isShouted, isWithoutCase } from './written-words.ts';

/** Number of characters read before yielding to the event loop: a few milliseconds. */
const turn = 1_000;
/**
 * Words with a capital, at the beginning or inside. Anchored where words begin: otherwise a long word would be rescanned from
 * each letter.
 */
const large = /(?<!\p{L})\p{L}*\p{Lu}[\p{L}'’]*/gu;

/**
 * Whether a text may contain names. Many turns capitalise only beginnings of sentences and what is no name anyway: reading them
 * closely finds nothing.
 */
const mayName = (content: string): boolean =>
  /\p{Lu}/u.test(content) && (content.match(large) ?? []).some((word) => !isNeverName(word) || isAlsoFirstName(word));

/** Removes blocks and words of code, which name nobody. */
const withoutCode = (content: string): string =>
  content.includes('`') ? content.replace(/```[\s\S]*?(?:```|$)/g, '\n').replace(/`[^`\n]{1,200}`/g, ' ') : content;

const url = /https?:\/\/\S*[\p{L}\p{N}/]/giu;
/** Anchored where words begin, like `large`. */
const mailAddress = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;

/** Replaces addresses, which name nobody either, by commas: what precedes and what follows one are two names. */
const withoutAddresses = (content: string): string =>
  /:\/\/|@/.test(content) ? content.replace(url, ' , ').replace(mailAddress, ' , ') : content;

/** Reads texts by rules: English by what a library knows of its words, other languages by how words are written. */
export class RulesExtractor implements Extractor {
  readonly #lexicon = loadedOnce(loadNameLexicon);
  readonly #english = loadedOnce(async () => loadEnglishWords(await this.#lexicon()));
  readonly #onUnread: (error: unknown) => void;

  /** `onUnread`: called for a text at which the rules fail; nothing is found in it, and the others are read. Omitted: the failure is thrown. */
  constructor(onUnread: (error: unknown) => void = throwAgain) {
    this.#onUnread = onUnread;
  }

  /** Reads texts of one account: a word that is capitalised within a sentence of one text is a name at the beginning of another's, too. */
  async extract(given: readonly TextToRead[]): Promise<Extraction[]> {
    const texts = given.map((text) => ({ ...text, content: withoutAddresses(withoutCode(text.content)) }));
    const within = new Set<string>();
    for (const { content, language } of texts.filter((text) => !isReadAsEnglish(text))) {
      for (const piece of piecesOf(content, turn)) {
        for (const name of mayName(piece) ? largeWithin(piece, languageWords(language)) : []) within.add(name);
        await setImmediate();
      }
    }
    const found: Extraction[] = [];
    for (const text of texts) {
      found.push(await this.#readOrPassOver(text, within));
      await setImmediate();
    }
    return found;
  }

  async #readOrPassOver(text: TextToRead, within: ReadonlySet<string>): Promise<Extraction> {
    try {
      return await this.#read(await this.#withCapitals(text), within);
    } catch (error) {
      this.#onUnread(error);
      return { entities: [], relations: [] };
    }
  }

  async #withCapitals(text: TextToRead): Promise<TextToRead> {
    const { content, language, known = noNames } = text;
    if (language !== 'en' || smallSentences(content).length === 0 || isWithoutCase(content)) return text;
    return { ...text, content: withCapitals(content, { lexicon: await this.#lexicon(), known }) };
  }

  async #read(text: TextToRead, within: ReadonlySet<string>): Promise<Extraction> {
    const { content, known = noNames } = text;
    const builder = new ExtractionBuilder();
    if (!mayName(content) && !isEastAsian(content) && known.size === 0) return builder.build();
    const rules = await this.#rulesFor(text, within);
    const saidBy = speakerOf(text);
    for (const piece of piecesOf(content, turn)) {
      for (const words of rules.readWords(piece)) readSentence(builder, words, rules, saidBy);
      await setImmediate();
    }
    return builder.build();
  }

  async #rulesFor(text: TextToRead, within: ReadonlySet<string>): Promise<Rules> {
    const { content, known: names = noNames } = text;
    if (isReadAsEnglish(text)) {
      const read = await this.#english();
      const readWords: WordReader = (piece) => {
        const sentences = read(piece);
        const known = new Map([...namesWithin(sentences), ...names]);
        return sentences.map((words) => withKnownOpenings(words, known));
      };
      return { readWords, typeOf: typeOfName, relate: findRelations };
    }
    const language = languageWords(text.language);
    const { evidence } = language;
    const lexicon = mayName(content) ? withoutPlaces(await this.#lexicon()) : () => null;
    return {
      readWords: (piece) => plainWords(piece, { language, lexicon, names, within }),
      typeOf: evidence ? (words, name) => typeInLanguage(words, name, evidence) : typeOfName,
      relate: findNeighbours,
    };
  }
}

function throwAgain(error: unknown): never {
  throw error;
}

/** How a text is read, by its language. */
interface Rules {
  readonly readWords: WordReader;
  readonly typeOf: (words: readonly Word[], name: NameSpan) => EntityType;
  readonly relate: typeof findRelations;
}

/** Returns the words that are names within the sentences of a text: where another sentence begins, they are, too. */
const namesWithin = (sentences: readonly (readonly Word[])[]): (readonly [string, EntityType])[] =>
  sentences.length < 2
    ? []
    : sentences.flatMap((words) =>
        findNames(words)
          .filter(({ start, end }) => end === start + 1 && words[start - 1]?.ends === false)
          .map((name) => [normalName(name.text), typeOfName(words, name)] as const),
      );

/** Quarters and rivers that the library knows are words of other languages: "Seine", "Tonto". */
const withoutPlaces =
  (lexicon: NameLexicon): NameLexicon =>
  (word) => {
    const kind = lexicon(word);
    return kind === 'Place' ? null : kind;
  };

const noNames: ReadonlyMap<string, EntityType> = new Map();

/**
 * Whether a text is read with the library for English, and with known names only where a sentence begins. Collections whose
 * language nobody set are English, and may contain texts in scripts without case.
 */
export const isReadAsEnglish = ({ content, language }: TextToRead): boolean =>
  language === 'en' && mayName(content) && !isWithoutCase(content);

/** Words that names do not contain, except titles of works. */
const ofSentences =
  /^(i|you|he|she|we|they|me|him|them|my|your|our|their|is|are|was|were|do|does|did|has|have|had|can|could|would|should|not|to|for|at|from|with|on|by|how|what|why|when|who|this|that|please)$/i;
const isLargeWord = ({ text }: Word): boolean => !/^\p{Ll}/u.test(text);
/** Whether a word continues a sentence: "From: Anna Maria Schmidt" is none. */
const isWithin = (_word: Word, index: number, words: readonly Word[]): boolean => words[index - 1]?.ends === false;

/**
 * "SO HAPPY ABOUT THE JOB AT BOSCH", "How To Install It On Ubuntu": capitals show no names if all words have them. A sentence of
 * few words may consist of abbreviations, and one of names alone has none of the words that make a sentence.
 */
function hasNoSmallWords(words: readonly Word[]): boolean {
  const areOfSentence = (some: readonly Word[]) => some.some(({ text }) => ofSentences.test(text));
  if (isShouted(words)) return words.length > 3 || areOfSentence(words);
  return words.length > 3 && words.every(isLargeWord) && areOfSentence(words.filter(isWithin));
}

function readSentence(
  builder: ExtractionBuilder,
  words: readonly Word[],
  { typeOf, relate }: Rules,
  saidBy: string | null,
): void {
  const names = hasNoSmallWords(words) ? [] : findNames(words);
  if (names.length === 0) return;
  const types = new Map(names.map((name) => [name, typeOf(words, name)]));
  const places = new Map(
    names.map((name) => [name, isRole(name.text) ? null : builder.entity(name.text, types.get(name) ?? 'THING')]),
  );
  const placeOf = (one: Somebody): number | null => {
    if (one !== speaker) return places.get(one) ?? null;
    return saidBy === null ? null : builder.entity(saidBy, 'PERSON');
  };
  for (const { from, to, type, weight } of relate(words, names, (name) => types.get(name) === 'PERSON')) {
    const [source, target] = [placeOf(from), placeOf(to)];
    builder.relation(source, target, type, weight);
  }
}
