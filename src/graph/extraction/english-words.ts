import { isInDictionary } from '../../search/question/dictionary.ts';
import { normalName } from '../entity-name.ts';
import type { NameLexicon } from './name-lexicon.ts';
import { wellKnownTag } from './well-known.ts';
import { ordinaryTag, type Word, type WordReader } from './word.ts';

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
/** "Nadia & Tom" are two, too, but the library takes them for a firm. */
const ampersand = /(?<!\p{L})(?<one>\p{Lu}\p{Ll}+) & (?=(?<other>\p{Lu}\p{Ll}+)(?!['’\p{L}]))/gu;

/** `"name":"Weber","plan":"gold"`: the library splits only at blanks. */
const betweenValues = /(["”»}\]][,:;]|['’][,:;](?=['"{[]))(?=\S)/gu;

const withPartedPeople = (text: string, lexicon: NameLexicon): string =>
  text.replace(ampersand, (found, one: string, other: string) =>
    [one, other].every((name) => lexicon(name) === 'FirstName') ? `${one} and ` : found,
  );

const capital = /^\p{Lu}/u;
const capitalOrDigit = /^[\p{Lu}\d]/u;

/** The library's types do not declare `root`. */
const wanted = { text: false, terms: { tags: true, root: true } };

/** Loads the library `compromise`, by which English is read. */
export async function loadEnglishWords(lexicon: NameLexicon): Promise<WordReader> {
  const { default: nlp } = await import('compromise/two');
  return (text) => {
    const read = nlp(withPartedPeople(text.replace(slash, ', ').replace(betweenValues, '$1 '), lexicon)).compute(
      'root',
    );
    const sentences: readonly { readonly terms: readonly Term[] }[] = read.json(wanted);
    return sentences.map(({ terms }) => wordsOf(terms, lexicon));
  };
}

function wordsOf(read: readonly Term[], lexicon: NameLexicon): Word[] {
  const kept = read.filter((term, at) => !isOwnersIs(read[at - 1], term, read[at + 1]));
  const labels = kept.findIndex(({ post }) => !post.startsWith(':'));
  const terms = withHyphens(kept.map((term, at) => (at < labels ? withoutLabel(term, lexicon) : term)));
  return terms.map((term, at) => wordOf({ ...term, tags: tagsOf(term, terms, at, lexicon) }, terms[at + 1]?.pre ?? ''));
}

/**
 * The library takes whatever precedes a colon at the beginning for an exclamation, as in "Wow: …"; also Anna in "Anna: Are you there?". An ordinary
 * word there names nobody: "Noted: Please answer briefly."
 */
function withoutLabel(term: Term, lexicon: NameLexicon): Term {
  const known = lexicon(term.text);
  if (known === null && isInDictionary(term.text.toLowerCase())) return { ...term, tags: [ordinaryTag] };
  return term.tags.includes('Expression') ? { ...term, tags: [known ?? 'Noun'] } : term;
}

/** Returns what the library makes of a word, unless everybody knows better. */
function tagsOf({ text, tags }: Term, terms: readonly Term[], at: number, lexicon: NameLexicon): readonly string[] {
  if (!/\p{Lu}/u.test(text)) return tags;
  const opens = at === 0 || endsSentence.test(terms[at - 1]?.post ?? '');
  // "Slack is down" begins with a name, "Slack off" does not.
  const mayBeOrdinary = opens && terms[at + 1]?.tags.includes('Verb') !== true;
  const kind = wellKnownTag(normalName(text), mayBeOrdinary) ?? (inCapitals.test(text) ? lexicon(text) : null);
  return kind === null ? tags : ['Noun', 'ProperNoun', kind];
}

const endsSentence = /[^\s,;-]/u;
const inCapitals = /^\p{Lu}{3,}$/u;

/**
 * The library splits at hyphens. "Jean-Luc", "Stoke-on-Trent" and "GPT-4" are one word, as is "sister-in-law"; "Berlin-based" is
 * two, and so is a route between two places, "Paris-Berlin".
 */
function withHyphens(terms: readonly Term[]): Term[] {
  const words: Term[] = [];
  for (const [index, term] of terms.entries()) {
    const last = words.at(-1);
    if (last && (isOneWord(last, term) || isWithinTown(last, term, terms[index + 1]))) {
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

/** Of "Baldur's Gate", the library makes "Baldur is Gate". */
const isOwnersIs = (owner: Term | undefined, { text }: Term, owned: Term | undefined): boolean =>
  text === '' && owner !== undefined && owned !== undefined && owners.test(owner.text) && capital.test(owned.text);

const owners = /^(?!(?:it|he|she|that|what|who|where|here|there|how|when|let)['’])\p{Lu}\p{L}+['’]s$/iu;

/** "Stoke-on-Trent", "Aix-en-Provence", "mother-in-law" */
function isWithinTown(last: Term, { text, post }: Term, following: Term | undefined): boolean {
  if (last.post !== '-') return false;
  if (joined.test(last.text)) return capital.test(text) || text === 'law';
  if (post !== '-' || !following) return false;
  return following.text === 'law'
    ? text === 'in'
    : [last, following].every((one) => capital.test(one.text)) && joins.test(text);
}

const joins = /^(on|upon|en|am|sur|de|la|le|les|du)$/;
const joined = /-(on|upon|en|am|sur|de|la|le|les|du|in)$/;

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
    ...(post.includes('?') && { asks: true }),
    ...quoteAt(term),
  };
}
