import { chinese } from './chinese.ts';
import { dutch } from './dutch.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { japanese } from './japanese.ts';
import type { MessageLanguage } from './message-language.ts';
import { otherLanguages } from './other-languages.ts';
import { italian, portuguese } from './romance.ts';
import { russian } from './russian.ts';
import { spanish } from './spanish.ts';

export const messageLanguages: readonly MessageLanguage[] = [
  english,
  german,
  french,
  spanish,
  chinese,
  italian,
  portuguese,
  dutch,
  russian,
  japanese,
  ...otherLanguages,
];
