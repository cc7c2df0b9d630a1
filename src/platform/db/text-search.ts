import { type RawBuilder, sql } from 'kysely';
import { dateWordsIn } from '../words/date-words.ts';

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

/** Postgres' text-search configuration for a language; `simple` if there is no stemmer. */
export const textSearchConfig = (language: string): string => textSearchConfigs[language] ?? 'simple';

/** The same for a column that holds the language. */
export const textSearchConfigOf = (language: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`coalesce(${JSON.stringify(textSearchConfigs)}::jsonb ->> ${language}, 'simple')`;

/**
 * The searchable text of a memory: its date in the words of its language ("8 May 2023", "8 mai 2023", in the collection's
 * time zone), the speaker and the content, with breaks between words (see word-breaks.ts). It includes the date because people search
 * for dates in words.
 */
export function lexicalText(memory: {
  readonly language: string;
  readonly timeZone: string;
  readonly validFrom: RawBuilder<unknown>;
  readonly words: RawBuilder<unknown>;
}): RawBuilder<string> {
  const { day, months, year } = dateWordsIn(memory.language);
  const local = sql`(${memory.validFrom} at time zone ${memory.timeZone}::text)`;
  return sql<string>`to_char(${local}, 'FMDD') || ${`${day} `}::text || (${months}::text[])[extract(month from ${local})::int]
    || to_char(${local}, ' YYYY') || ${`${year} `}::text || ${memory.words}`;
}

/** Number of words that form the date: those at positions 1 to 3. */
export const dateWordCount = 3;
