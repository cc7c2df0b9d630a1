import { LRUCache } from 'lru-cache';
import type { EntityType } from '../../entity.ts';
import { dutch } from './dutch.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { italian } from './italian.ts';
import type { NameLanguage, TypedLists } from './name-language.ts';
import { portuguese } from './portuguese.ts';
import { russian } from './russian.ts';
import { spanish } from './spanish.ts';

const languages: Readonly<Record<string, NameLanguage>> = {
  de: german,
  es: spanish,
  fr: french,
  it: italian,
  nl: dutch,
  pt: portuguese,
  ru: russian,
};

type Typed = (word: string) => EntityType | null;
type Test = (word: string) => boolean;
export type Patterns = readonly (readonly [EntityType, RegExp])[];

/** See `NameLanguage`. Words are in lower case. */
export interface NameEvidence {
  readonly noun: Typed;
  readonly within: Typed;
  readonly rightBefore: Typed;
  readonly before: Patterns;
  readonly behind: Patterns;
  readonly called: RegExp;
  readonly joins: RegExp;
  readonly adjective: RegExp;
  readonly surname: RegExp;
  readonly caseEnding: RegExp;
  readonly isBeing: Test;
  readonly isArticle: Test;
  readonly isAnd: Test;
  readonly isSmall: Test;
  readonly isReading: Test;
  readonly isSaying: Test;
  readonly isHead: Test;
  /** As the text writes it. */
  readonly isCommon: Test;
  readonly lastTells: boolean;
  readonly elides: boolean;
  readonly hasBareNouns: boolean;
  readonly peopleHaveArticles: boolean;
}

/** Returns what is known of a language; null if that is nothing. */
export function evidenceIn(code: string): NameEvidence | null {
  const language = languages[code];
  return language ? compile(language) : null;
}

function compile(language: NameLanguage): NameEvidence {
  const between = `(?:${anyOf(language.and)} [^ ,]+ )?(?:(?:${anyOf(language.between)}) ){0,2}`;
  const before = (list: string) => new RegExp(`(?:^| )(?:${anyOf(only(list, true))})$`);
  const behind = (list: string) => new RegExp(`^${between}(?:${anyOf(list)})(?![^ ])`);
  const rightBefore = (list: string) => wordOf(only(list, false));
  const ending = (list = none) => new RegExp(`(?:${list})$`);
  return {
    noun: typed(each(language.nouns, wordOf)),
    within: typed(each(language.within, wordOf)),
    rightBefore: typed(each(language.before, rightBefore)),
    before: each(language.before, before),
    behind: each(language.behind, behind),
    called: new RegExp(`(?:^| )(?:${anyOf(language.called)})$`),
    joins: wordOf(language.joins ?? none),
    adjective: ending(language.adjectives),
    surname: ending(language.surnames),
    caseEnding: ending(language.caseEndings),
    isBeing: tested(language.is),
    isArticle: tested(language.articles),
    isAnd: tested(language.and),
    isSmall: tested(language.small),
    isReading: tested(language.reads),
    isSaying: tested(language.says),
    isHead: tested(language.heads ?? none),
    isCommon: language.isCommon ? remembered(language.isCommon) : () => false,
    lastTells: language.lastTells ?? false,
    elides: language.elides ?? false,
    hasBareNouns: language.hasBareNouns ?? false,
    peopleHaveArticles: language.peopleHaveArticles ?? false,
  };
}

const none = '(?!)';

/** Where several types fit, the first one counts. */
const types = ['ORGANISATION', 'THING', 'PERSON', 'PLACE'] as const;
const each = (lists: TypedLists, patternOf: (list: string) => RegExp): Patterns =>
  types.flatMap((type) => (lists[type] ? [[type, patternOf(lists[type])] as const] : []));

const entries = (list: string): string[] => list.trim().split(/\s+/u);
const only = (list: string, areSeveral: boolean): string =>
  entries(list)
    .filter((entry) => /[_*]/.test(entry) === areSeveral)
    .join(' ') || none;

/** Between the words of a pattern there may be up to three others, but no other clause or name: "trabaj~*en". */
const others = "(?: (?!(?:que?|qu'|che|dass|dat|что) |[A-ZÀ-ÞА-Я])[^ ,]+){0,3} ";

/** Without classes of Unicode, of which V8 makes hundreds of ranges each: the first French text held the event loop for 300 ms. */
const anyOf = (list: string): string =>
  entries(list)
    .map((entry) => entry.replaceAll('*', others).replaceAll('~', '[^ ,]*').replaceAll('_', ' '))
    .join('|');
const wordOf = (list: string): RegExp => new RegExp(`^(?:${anyOf(list)})$`);

/** Number of words whose meaning is remembered per list: the commonest ones occur in every text. */
const mostWords = 2_000;

function remembered<Meaning extends string | boolean>(read: (word: string) => Meaning): (word: string) => Meaning {
  const known = new LRUCache<string, Meaning>({ max: mostWords, memoMethod: read });
  return (word) => known.memo(word);
}

function tested(list: string): Test {
  const words = new Set(entries(list));
  if (!/[~[(?|]/.test(list)) return (word) => words.has(word);
  const pattern = wordOf(list);
  return remembered((word) => pattern.test(word));
}

function typed(patterns: Patterns): Typed {
  const typeOf = remembered((word) => patterns.find(([, pattern]) => pattern.test(word))?.[0] ?? 'NONE');
  return (word) => {
    const type = typeOf(word);
    return type === 'NONE' ? null : type;
  };
}
