import { loadNameLexicon, type NameLexicon } from './name-lexicon.ts';
import type { Word, WordReader } from './word.ts';

/** What `compromise` tells of a term. */
interface Term {
  /** What stands before it and behind it, as blanks and signs. */
  readonly pre: string;
  readonly text: string;
  readonly post: string;
  readonly tags: readonly string[];
  /** Null of adverbs. */
  readonly root?: string | null;
}

const ending = /['’]s?$/u;
/** A point behind one of these ends nothing: Dr. Patel, St. Louis, J. Smith. */
const abbreviation = /^(dr|mr|mrs|ms|mx|prof|st|mt|jr|sr|\p{Lu})$/iu;

/** "Anna/Tom" are two. */
const slash = /(?<=\p{Ll})\/(?=\p{Lu}\p{Ll})/gu;

const capital = /^\p{Lu}/u;
const capitalOrDigit = /^[\p{Lu}\d]/u;

/** The library's types do not know `root`. */
const wanted = { text: false, terms: { tags: true, root: true } };

/** Reads English with the library `compromise`, which is loaded the first time that somebody needs it. */
export async function loadEnglishWords(): Promise<WordReader> {
  const { default: nlp } = await import('compromise/two');
  const lexicon = await loadNameLexicon();
  return (text) => {
    const read = nlp(text.replace(slash, ', ')).compute('root');
    const sentences: readonly { readonly terms: readonly Term[] }[] = read.json(wanted);
    return sentences.map(({ terms }) =>
      withHyphens(terms.map((term) => withoutCall(term, lexicon))).map((term, index, all) =>
        wordOf(term, all[index + 1]?.pre ?? ''),
      ),
    );
  };
}

/** Whatever stands before a colon at the beginning is a call for the library, as "Wow: …"; so is Anna in "Anna: Are you there?". */
function withoutCall(term: Term, lexicon: NameLexicon): Term {
  if (!term.post.startsWith(':') || !term.tags.includes('Expression')) return term;
  return { ...term, tags: [lexicon(term.text) ?? 'Noun'] };
}

/** The library cuts at hyphens. "Jean-Luc" and "GPT-4" are one word, "Berlin-based" are two, and so is the way of two places, "Paris-Berlin". */
function withHyphens(terms: readonly Term[]): Term[] {
  const words: Term[] = [];
  for (const term of terms) {
    const last = words.at(-1);
    if (last && isOneWord(last, term)) {
      const tags = [...new Set([...last.tags, ...term.tags])];
      words.splice(-1, 1, { ...term, pre: last.pre, text: `${last.text}-${term.text}`, tags });
    } else words.push(term);
  }
  return words;
}

const isOneWord = (last: Term, next: Term): boolean =>
  last.post === '-' &&
  capital.test(last.text) &&
  capitalOrDigit.test(next.text) &&
  ![last, next].every(({ tags }) => tags.includes('Place'));

/** The library gives a root only where it differs from the word: `work` of "worked", and none of "I work". */
function wordOf({ text, post, tags, root }: Term, beforeNext: string): Word {
  const possessive = ending.test(text);
  const sign = (post + beforeNext).trim();
  return {
    text: text.replace(ending, '').replace(/^@/, ''),
    tags: new Set(tags),
    root: root ?? text,
    possessive,
    ends: possessive || (sign !== '' && !(sign === '.' && abbreviation.test(text))),
  };
}
