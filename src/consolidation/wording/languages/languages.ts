import { getOrInsert } from '../../../platform/get-or-insert.ts';
import { ChangesIn } from './changes-in.ts';
import { chinese } from './chinese.ts';
import { dutch } from './dutch.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { italian } from './italian.ts';
import { Patterns } from './patterns.ts';
import { PlainForms } from './plain-forms.ts';
import { portuguese } from './portuguese.ts';
import { SameWords } from './same-words-in.ts';
import { spanish } from './spanish.ts';
import type { WordingLanguage } from './wording-language.ts';

/** By ISO 639 code. English has rules of its own; of other languages only equal words are compared. */
const tables: Readonly<Record<string, WordingLanguage>> = {
  de: german,
  es: spanish,
  fr: french,
  it: italian,
  nl: dutch,
  pt: portuguese,
  zh: chinese,
};

/** What the words of a language tell. */
interface Words {
  readonly same: SameWords;
  readonly changes: ChangesIn;
  readonly patterns: Patterns;
  /** People other than the speaker, as a pattern. */
  readonly people: string;
}

const known = new Map<string, Words>();

/** Returns how texts of a language are compared by a table of its words; null if it has none. */
export function wordsIn(language: string): Words | null {
  const table = tables[language];
  if (!table) return null;
  return getOrInsert(known, language, () => {
    const patterns = new Patterns(table);
    const forms = new PlainForms(language, table, patterns);
    return {
      patterns,
      people: table.changes.people,
      same: new SameWords(forms, table, patterns),
      changes: new ChangesIn(forms, table, patterns),
    };
  });
}

const prepared = new Map<string, Promise<void>>();

/** Prepares a language for `wordsIn`, once per process, without holding up other work. */
export const prepareWords = async (language: string): Promise<void> =>
  await getOrInsert(prepared, language, async () => await wordsIn(language)?.patterns.prepare());
