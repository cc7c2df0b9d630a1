import { matchesOf } from '../../platform/matches-of.ts';
import { RankingModelError } from './ranking-model.errors.ts';

/** A word character of Python's `re` for `str`: a letter or number of any script, or an underscore. */
export const wordCharacter = String.raw`\p{L}\p{N}_`;

const word = `[${wordCharacter}]`;
const boundary = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
const nonBoundary = `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;

/** What the letter of an escape means, outside of a character class and inside. */
const escapes: Readonly<Record<string, { readonly outside: string; readonly inside: string | null }>> = {
  b: { outside: boundary, inside: null },
  B: { outside: nonBoundary, inside: null },
  w: { outside: word, inside: wordCharacter },
  W: { outside: `[^${wordCharacter}]`, inside: null },
  d: { outside: String.raw`\p{Nd}`, inside: String.raw`\p{Nd}` },
  D: { outside: String.raw`\P{Nd}`, inside: String.raw`\P{Nd}` },
  s: { outside: String.raw`\s`, inside: String.raw`\s` },
  S: { outside: String.raw`\S`, inside: String.raw`\S` },
};

// An escape, a character class, the start of an unsupported kind of group, or any other character.
const token = /\\(?<letter>.)|(?<set>\[\^?(?:\\.|[^\]\\])*\])|(?<unknown>\(\?(?!:|=|!|<=|<!))|./gsu;

/**
 * Compiles a pattern of Python's `re` (for `str`, with no flags but IGNORECASE) into one that matches the same. Throws a
 * RankingModelError if it uses unsupported syntax.
 */
export function pythonPattern(source: string, { ignoreCase }: { readonly ignoreCase: boolean }): RegExp {
  try {
    const translated = matchesOf(source, token).map(([whole, letter, set, unknown]) => {
      if (unknown) throw new SyntaxError('A group of an unknown kind');
      if (letter) return translateEscape(letter, 'outside');
      return set?.replace(/\\(.)/gsu, (_, inside: string) => translateEscape(inside, 'inside')) ?? whole;
    });
    return new RegExp(translated.join(''), ignoreCase ? 'iu' : 'u');
  } catch (cause) {
    throw new RankingModelError(`Cannot read the pattern ${source}`, { cause });
  }
}

function translateEscape(letter: string, place: 'outside' | 'inside'): string {
  const known = escapes[letter]?.[place];
  if (known) return known;
  if (/[\p{L}\p{N}]/u.test(letter)) throw new SyntaxError(`\\${letter} is not known there`);
  // Python allows any punctuation to be escaped, the `u` flag only characters with a special meaning.
  return (place === 'inside' ? /[\^\\\]-]/ : /[\^$\\.*+?()[\]{}|/]/).test(letter) ? `\\${letter}` : letter;
}
