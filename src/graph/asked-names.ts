import { normalName } from './entity-name.ts';

/** Words of a message that names are looked for in: those of a long one are at its beginning. */
const mostWords = 200;
/** Words of the longest name that is looked for. */
const longest = 4;

/** Whatever in a message could be a name: its words, and up to four that follow one another, in normal form. */
export function askedNames(message: string): string[] {
  const words = message
    .slice(0, 4_000)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords);
  const names = new Set<string>();
  for (let start = 0; start < words.length; start += 1) {
    for (let end = start + 1; end <= Math.min(words.length, start + longest); end += 1) {
      const name = normalName(words.slice(start, end).join(' '));
      if (name.length > 1) names.add(name);
    }
  }
  return [...names];
}
