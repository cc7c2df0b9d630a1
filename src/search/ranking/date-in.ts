import { datePatternsOf, mayNameSpokenDate, spokenDate } from './date-languages/spoken-date.ts';
import { englishDatePatterns, mayNameEnglishDate, namedDate } from './english-date.ts';
import type { NamedDate } from './named-date.ts';

// English has patterns of its own, all other languages share theirs. `question`: see plainQuestion.

/** The date that a question names or counts back to from `today` (days since 1970-01-01). */
export const dateIn = (language: string, question: string, today: number): NamedDate | null =>
  language === 'en' ? namedDate(question, today) : spokenDate(language, question, today);

/** Quick: most questions name no date. */
export const mayNameDate = (language: string, question: string): boolean =>
  language === 'en' ? mayNameEnglishDate(question) : mayNameSpokenDate(language, question);

/** All that `dateIn` looks for. */
export const datePatternsIn = (language: string): RegExp[] =>
  language === 'en' ? englishDatePatterns() : datePatternsOf(language);
