import { getOrInsert } from '../platform/get-or-insert.ts';

/** Whether a language has no blanks between its words. */
export const isUnbroken = (language: string): boolean => language === 'zh' || language === 'ja';

/** A pattern for one of the forms of words. */
export const wholeWords = (forms: string): RegExp => new RegExp(String.raw`(?<!\p{L})(?:${forms})(?!\p{L})`, 'iu');

/** Patterns of forms by language, which may go over several lines. Each is compiled when it is first asked for; null: a language has none. */
export function formsByLanguage(forms: Readonly<Record<string, string>>): (language: string) => RegExp | null {
  const patterns = new Map<string, RegExp | null>();
  return (language) =>
    getOrInsert(patterns, language, () => {
      const given = forms[language]?.replaceAll(/\n\s*/gu, '');
      if (given === undefined) return null;
      return isUnbroken(language) ? new RegExp(given, 'iu') : wholeWords(given);
    });
}
