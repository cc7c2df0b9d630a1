import { setImmediate } from 'node:timers/promises';

/** V8 stores texts in two ways, the second for characters beyond Latin-1, and compiles a pattern for each. */
const narrow = 'a';
const wide = '\u2019';

/** Returns a text that is stored as a given one. */
export const storedLike = (text: string): string => (/[\u0100-\uFFFF]/.test(text) ? wide : narrow);

/**
 * Compiles patterns for texts that are stored as these, with other work between them: all those of a language at once hold the event loop for 100 ms.
 * What is compiled stays in memory: `\p{L}` alone takes several KB for wide texts, and next to nothing for narrow ones.
 */
export async function compilePatterns(
  patterns: readonly RegExp[],
  texts: readonly string[] = [narrow, wide],
): Promise<void> {
  for (const pattern of patterns) {
    // The second use compiles it better.
    for (const text of [...texts, ...texts]) text.search(pattern);
    await setImmediate();
  }
}
