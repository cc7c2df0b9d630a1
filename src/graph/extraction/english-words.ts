import type { NameLexicon } from './name-lexicon.ts';
import type { Word, WordReader } from './word.ts';

/** A term as `compromise` describes it. */
interface Term {
  /** Blanks and signs before it; `post`: those after it. */
  readonly pre: string;
  readonly text: string;
  readonly post: string;
  readonly tags: readonly string[];
  /** Null for adverbs. */
  readonly root?: string | null;
}

const ending = /['’]s?$/u;
/** A full stop after one of these ends nothing: Dr. Patel, St. Louis, J. Smith. */
const abbreviation = /^(dr|mr|mrs|ms|mx|prof|st|mt|jr|sr|\p{Lu})$/iu;

/** "Anna/Tom" are two names. */
const slash = /(?<=\p{Ll})\/(?=\p{Lu}\p{Ll})/gu;

const capital = /^\p{Lu}/u;
const capitalOrDigit = /^[\p{Lu}\d]/u;

/** The library's types do not declare `root`. */
const wanted = { text: false, terms: { tags: true, root: true } };

/** Loads the library `compromise`, by which English is read. */
export async function loadEnglishWords(lexicon: NameLexicon): Promise<WordReader> {
  const { default: nlp } = await import('compromise/two');
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

/** The library takes whatever precedes a colon at the beginning for an exclamation, as in "Wow: …"; also Anna in "Anna: Are you there?". */
function withoutCall(term: Term, lexicon: NameLexicon): Term {
  if (!term.post.startsWith(':') || !term.tags.includes('Expression')) return term;
  return { ...term, tags: [lexicon(term.text) ?? 'Noun'] };
}

/**
 * The library splits at hyphens. "Jean-Luc" and "GPT-4" are one word; "Berlin-based" is two, and so is a route between two
 * places, "Paris-Berlin".
 */
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

const quoteBefore = /["“«]$/u;
const quoteAfter = /^[,.!?]?["”»]/u;

function quoteAt({ pre, post }: Term): Pick<Word, 'quote'> {
  const [begins, ends] = [quoteBefore.test(pre), quoteAfter.test(post)];
  return begins === ends ? {} : { quote: begins ? 'begins' : 'ends' };
}

/** The library gives a root only if it differs from the word: `work` for "worked", and none for "I work". */
function wordOf(term: Term, beforeNext: string): Word {
  const { text, post, tags, root } = term;
  const possessive = ending.test(text);
  const sign = (post + beforeNext).trim();
  return {
    text: text.replace(ending, '').replace(/^@/, ''),
    tags: new Set(tags),
    root: root ?? text,
    possessive,
    ends: possessive || (sign !== '' && !(sign === '.' && abbreviation.test(text))),
    ...quoteAt(term),
  };
}
