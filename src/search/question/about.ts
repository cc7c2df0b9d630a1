import type { SearchRequest } from '../search.ts';
import { withoutSaying } from './asked-saying.ts';
import { languagesOfFrames, withoutFrames } from './asking-frames.ts';
import { withoutAskingWords } from './asking-words.ts';
import { withoutLead } from './asks.ts';
import { withoutLightWords } from './light-words.ts';
import { withoutTask } from './task-frames.ts';
import { withoutTaskIn } from './tasks-elsewhere.ts';
import { writtenOut } from './written-out.ts';

/** What everything reads of a query: words, meaning, dates and ranking leave out what is only said before the question, and read "u" as "you". */
export const asRead = (query: string): string => withoutLead(writtenOut(query));

/** Returns what is looked for. A search by words alone promises what has the question's own words. */
export const aboutOf = ({ mode, query }: Pick<SearchRequest, 'mode' | 'query'>): string =>
  mode === 'LEXICAL' ? query : withoutLightWords(withoutTask(withoutSaying(query)));

/** The same by meaning, in collections of these languages. In several, what only asks in one may be what the question is about in another. */
export function aboutIn(request: Pick<SearchRequest, 'mode' | 'query'>, languages: readonly string[]): string {
  const about = aboutOf(request);
  const [only, ...others] = languages;
  return only === undefined || others.length > 0 || request.mode === 'LEXICAL' ? about : askedIn(about, only);
}

const askedIn = (about: string, language: string): string => withoutFrames(withoutTaskIn(about, language), language);

/** By language, the words that are looked for instead of all that `aboutOf` has, where they differ. */
export function wordsAboutIn(about: string): (readonly [language: string, words: string])[] {
  return languagesOfFrames.flatMap((language) => {
    const words = withoutAskingWords(askedIn(about, language), language);
    return words === about ? [] : [[language, words] as const];
  });
}
