/**
 * Returns all matches of a global pattern. `matchAll` runs a copy of the pattern, and V8 compiles copies anew, milliseconds for classes of letters,
 * once two full collections of garbage have passed without one, as in a process that idles for some seconds. This runs the pattern itself,
 * for which what was compiled is kept.
 */
export function matchesOf(text: string, pattern: RegExp): RegExpExecArray[] {
  // Otherwise, the pattern would begin at the start for ever.
  if (!pattern.global)
    throw new TypeError(`Only the first match of a pattern that is not global can be found: ${pattern}`);
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    matches.push(match);
    if (match[0] === '') pattern.lastIndex += (text.codePointAt(match.index) ?? 0) > largestOfOneUnit ? 2 : 1;
  }
  return matches;
}

/** Larger code points take two units of a string. */
const largestOfOneUnit = 0xffff;
