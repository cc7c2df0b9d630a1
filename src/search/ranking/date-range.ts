import { datesOfDates } from './date-parts.ts';
import { type Asked, DatedText, phrase, type Readings } from './dated-text.ts';
import { relativeDates } from './english-relative-date.ts';
import { holidayDates } from './holidays.ts';
import { type NamedDate, spanOf } from './named-date.ts';
import { seasonDates } from './seasons.ts';
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

const dates = [holidayDates, writtenDates, relativeDates, seasonDates];

/**
 * Returns the date that an English question names or counts back to from `today` (days since 1970-01-01), of several the most precise one. Null if it
 * names no date, or one that does not exist.
 */
export function namedDate(question: string, today: number): NamedDate | null {
  const text = question.toLowerCase();
  if (!dates.some(({ hint }) => hint.test(text))) return null;
  const asked = askedBy(text, today);
  const dated = new DatedText(text);
  for (const readings of [names, ...dates]) dated.read(readings, asked);
  dated.read(datesOfDates, { ...asked, latest: latestOf(dated.dates(), today) });
  return mostPrecise(dated.dates(), today);
}

function askedBy(text: string, today: number): Asked {
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

function latestOf(dates: readonly NamedDate[], today: number): number {
  const year = dates.find(({ kind }) => kind === 'year');
  return year ? Math.min(today, spanOf(year, today).last) : today;
}

/** Of equally precise dates one with its month ("Monday, 16 November") counts. A day or a month without a year belongs to the year that the question names elsewhere. */
function mostPrecise(dates: readonly NamedDate[], today: number): NamedDate | null {
  const days = (date: NamedDate) => spanOf(date, today).last - spanOf(date, today).first;
  const isCounted = ({ kind }: NamedDate) => (kind === 'day' ? 0 : 1);
  const [date] = dates.toSorted((one, other) => days(one) - days(other) || isCounted(one) - isCounted(other));
  if (date === undefined || !('month' in date) || date.year !== null) return date ?? null;
  const year = dates.flatMap((one) => ('year' in one ? (one.year ?? []) : []))[0];
  return year === undefined ? date : { ...date, year };
}
