const quote = 0x22;
const backslash = 0x5c;
/** `,`, `[` and `{`: each begins one more value, or a member with one. */
const begins = new Set([0x2c, 0x5b, 0x7b]);

/**
 * About how many values a JSON text would become, counted without making them: a list or an object may count twice. Stops once it is
 * over `most`. Eight megabytes of `[],` are two and a half million lists, and a second of work.
 */
export function jsonValues(text: string, most: number): number {
  let values = 0;
  // Each takes two characters at least.
  if (text.length < 2 * most) return values;
  for (let place = 0; place < text.length && values <= most; place += 1) {
    const code = text.charCodeAt(place);
    if (code === quote) place = endOfString(text, place);
    else if (begins.has(code)) values += 1;
  }
  return values;
}

/** Where the string that begins here has its closing quote. */
function endOfString(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}
