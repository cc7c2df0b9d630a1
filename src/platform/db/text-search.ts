import { type RawBuilder, sql } from 'kysely';

/** Text-search configurations of the languages that Postgres 15 and PGlite both have a stemmer for, by ISO 639 code. */
export const textSearchConfigs: Readonly<Record<string, string>> = {
  ar: 'arabic',
  hy: 'armenian',
  eu: 'basque',
  ca: 'catalan',
  da: 'danish',
  nl: 'dutch',
  en: 'english',
  fi: 'finnish',
  fr: 'french',
  de: 'german',
  el: 'greek',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  ga: 'irish',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  es: 'spanish',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** Postgres' text-search configuration for a language; `simple` where there is no stemmer. */
export const textSearchConfig = (language: string): string => textSearchConfigs[language] ?? 'simple';

/**
 * The searchable words of a memory: its date in words ("8 May 2023", in the collection's time zone), who said it, and
 * what. The date is in it because people ask for dates in words.
 */
export const lexicalText = (memory: {
  readonly validFrom: RawBuilder<unknown>;
  readonly timeZone: string;
  readonly spokenText: RawBuilder<unknown>;
}): RawBuilder<string> =>
  sql<string>`to_char(${memory.validFrom} at time zone ${memory.timeZone}::text, 'FMDD FMMonth YYYY') || ' ' || ${memory.spokenText}`;

/** How many words of a lexical text are its date: those at the positions 1 to 3. */
export const dateWords = 3;
