const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** Returns the names of all countries and territories that Intl knows; in English if the language has no name. */
export function regionNames(language: string): string[] {
  const names = new Intl.DisplayNames([language, 'en'], { type: 'region', fallback: 'none' });
  return letters.flatMap((first) => letters.flatMap((second) => names.of(first + second) ?? []));
}
