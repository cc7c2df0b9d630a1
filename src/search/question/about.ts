import type { SearchRequest } from '../search.ts';
import { withoutSaying } from './asked-saying.ts';
import { withoutLightWords } from './light-words.ts';

/** Returns what is looked for. A search by words alone promises what has the question's own words. */
export const aboutOf = ({ mode, query }: Pick<SearchRequest, 'mode' | 'query'>): string =>
  mode === 'LEXICAL' ? query : withoutLightWords(withoutSaying(query));
