const quote = 0x22;
const backslash = 0x5c;
/** `,`, `[` and `{`: each begins another value or member. */
const begins = new Set([0x2c, 0x5b, 0x7b]);

/**
 * Estimates the number of values in a JSON text without parsing it: a list or object may count twice. Stops once the count exceeds
 * `most`. Eight megabytes of `[],` are two and a half million lists, and take a second to parse.
 */
export function jsonValues(text: string, most: number): number {
  let values = 0;
  // Each value takes at least two characters.
  if (text.length < 2 * most) return values;
  for (let place = 0; place < text.length && values <= most; place += 1) {
    const code = text.charCodeAt(place);
    if (code === quote) place = endOfString(text, place);
    else if (begins.has(code)) values += 1;
  }
  return values;
}

/** Index of the closing quote of the string that begins here. */
function endOfString(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}
