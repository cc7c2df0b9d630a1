import { datesOfDates } from './date-parts.ts';
import { type AskedTime, patternsOf, phrase, type Readings } from './dated-text.ts';
import { relativeDates } from './english-relative-date.ts';
import { feastDates } from './feasts.ts';
import { holidayDates } from './holidays.ts';
import type { NamedDate } from './named-date.ts';
import { readDate } from './read-date.ts';
import { seasonDates } from './seasons.ts';
import { spokenNumberPatterns, withDatesInDigits } from './spoken-numbers.ts';
import { months, writtenDates } from './written-date.ts';

/** Words of sentences, which lists of words ("paris trip 2019") lack. */
const spoken =
  /(?<!\p{L})(?:who|whom|whose|what|when|where|which|why|how|did|do|does|is|are|am|was|were|have|has|had|can|could|would|should|shall|i|we|you|me)(?!\p{L})/u;
const past = /(?<!\p{L})(?:did|was|were|have|has|had|happened)(?!\p{L})/u;
/** The same without "have": "What do I have on Monday?" is about the next one. */
const over = /(?<!\p{L})(?:did|was|were|had|happened)(?!\p{L})/u;
const ahead =
  /(?<!\p{L})(?:will|going\s+to|plan(?:s|ned|ning)?|upcoming|due|scheduled?|booked|appointments?|diary|calendar|agenda|do\s+(?:i|we)\s+have|have\s+(?:i|we)\s+got|(?:am|are)\s+(?:i|we))(?!\p{L})/u;

const noDate = () => null;

/** Months, seasons and years of the last two centuries are also names. */
const named = `${months.join('|')}|spring|summer|autumn|winter|(?:19|20)[0-9]{2}`;

/** Names that are also dates, and what makes them names: "the novel 1984", "a girl called April", "room 2020". */
const names: Readings = {
  hint: /./u,
  list: [
    [
      phrase`(?:song|track|tune|called|titled|entitled|named)\s+["“]?(?:${named}|yesterday|today|tonight|tomorrow)["”]?`,
      noDate,
    ],
    [phrase`(?:film|movie|book|novel|series|band|album|game)\s+["“]?(?:${named})["”]?`, noDate],
    [/(?<=["“])(?:\p{L}+|\d{4})(?=["”])/gu, noDate],
    [
      phrase`(?:room|flat|apartment|number|code|pin|bus|route|gate|flight|page|model|locker)\s+(?:is\s+)?#?\d{4}(?!-)`,
      noDate,
    ],
    [phrase`\d{4}\s+(?:euros?|dollars?|pounds?|people|words|pages|steps|calories|kilometres|miles|times)`, noDate],
  ],
};

const dates = [holidayDates, writtenDates, relativeDates, feastDates, seasonDates];

/** All that `namedDate` looks for. */
export const englishDatePatterns = (): RegExp[] => [
  ...spokenNumberPatterns,
  ...patternsOf([names, ...dates, datesOfDates]),
  spoken,
  past,
  over,
  ahead,
];

/** Quick: most questions name no date. `question`: in lower case. */
export const mayNameEnglishDate = (question: string): boolean => hasHint(withDatesInDigits(question));

const hasHint = (text: string): boolean => dates.some(({ hint }) => hint.test(text));

/**
 * Returns the date that an English question names or counts back to from `today` (days since 1970-01-01), of several the most precise one. Null if it
 * names no date, or one that does not exist.
 */
export function namedDate(question: string, today: number): NamedDate | null {
  const text = withDatesInDigits(question.toLowerCase());
  if (!hasHint(text)) return null;
  return readDate(text, askedBy(text, today), [names, ...dates]);
}

function askedBy(text: string, today: number): AskedTime {
  const isOver = over.test(text);
  return {
    today,
    latest: today,
    isPast: past.test(text),
    isOver,
    isAhead: !isOver && ahead.test(text),
    isSentence: spoken.test(text),
  };
}
