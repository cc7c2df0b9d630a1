import { LRUCache } from 'lru-cache';
import { patternsOf } from '../dated-text.ts';
import type { NamedDate } from '../named-date.ts';
import { readDate } from '../read-date.ts';
import type { DateLanguage } from './date-language.ts';
import { boundedBy, DatePatterns } from './date-patterns.ts';
import { dateLanguages } from './languages.ts';

/**
 * Returns the date that a question in a language other than English names or counts back to from `today` (days since 1970-01-01), or null. Every
 * language has the phrases and dates of Intl ("gestern", "8 mai 2023"), and those of `dateLanguages` all that English has. `question`: see plainQuestion.
 */
export function spokenDate(language: string, question: string, today: number): NamedDate | null {
  const { patterns, past, ahead } = known.memo(language);
  const text = patterns.plain(question);
  if (!patterns.hint.test(text)) return null;
  const isPast = past?.test(question);
  const isAhead = isPast !== true && ahead?.test(question) === true;
  const isOver = isPast ?? !isAhead;
  const asked = { today, latest: today, isPast: isOver, isOver, isAhead, isSentence: true };
  return readDate(text, asked, patterns.dates, patterns.datesOfDates);
}

/** Quick: most questions name no date. */
export function mayNameSpokenDate(language: string, question: string): boolean {
  const { patterns } = known.memo(language);
  return patterns.hint.test(patterns.plain(question));
}

/** All that `spokenDate` looks for in a language. */
export function datePatternsOf(language: string): RegExp[] {
  const { patterns, past, ahead } = known.memo(language);
  const { hint, dates, datesOfDates, season } = patterns;
  return [hint, ...patternsOf([...dates, datesOfDates]), season, past ?? [], ahead ?? []].flat();
}

/** Whether a question has the name of a season. */
export function namesSeason(language: string, question: string): boolean {
  const { patterns } = known.memo(language);
  return patterns.plain(question).search(patterns.season) >= 0;
}

/** Languages without words of their own that write no breaks between words, or attach endings directly to them. */
const unbroken = ['th', 'ko', 'lo', 'km', 'my'];
const none: DateLanguage = { words: {}, said: {} };

interface Known {
  readonly patterns: DatePatterns;
  readonly past: RegExp | null;
  readonly ahead: RegExp | null;
}

/** Room for more languages than one process sees. */
const known = new LRUCache<string, Known>({ max: 100, memoMethod: workOut });

function workOut(code: string): Known {
  const language = dateLanguages[code] ?? (unbroken.includes(code) ? { ...none, isUnbroken: true } : none);
  const patterns = new DatePatterns(code, language);
  const tense = (said?: string) => (said === undefined ? null : new RegExp(boundedBy(language, said), 'u'));
  return { patterns, past: tense(language.past), ahead: tense(language.ahead) };
}
