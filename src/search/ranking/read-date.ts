import { datesOfDates } from './date-parts.ts';
import { type AskedTime, DatedText, type Readings } from './dated-text.ts';
import { type NamedDate, spanOf } from './named-date.ts';

/** Reads dates by the tables one after the other, then the dates made of them; of several the most precise one counts. `text`: in lower case. */
export function readDate(
  text: string,
  asked: AskedTime,
  tables: readonly Readings[],
  ofDates: Readings = datesOfDates,
): NamedDate | null {
  const dated = new DatedText(text);
  for (const readings of tables) dated.read(readings, asked);
  dated.read(ofDates, { ...asked, latest: latestOf(dated.dates(), asked.today) });
  return mostPrecise(dated.dates(), asked.today);
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
