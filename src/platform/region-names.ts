const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** What a language, or English where it has no name, calls the countries and territories that Intl knows. */
export function regionNames(language: string): string[] {
  const names = new Intl.DisplayNames([language, 'en'], { type: 'region', fallback: 'none' });
  return letters.flatMap((first) => letters.flatMap((second) => names.of(first + second) ?? []));
}
