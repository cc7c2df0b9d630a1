import { arabic } from './arabic.ts';
import { chinese } from './chinese.ts';
import type { DateLanguage } from './date-language.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { danish, dutch, norwegian, swedish } from './germanic.ts';
import { japanese } from './japanese.ts';
import { italian, portuguese } from './romance.ts';
import { polish, russian } from './slavic.ts';
import { spanish } from './spanish.ts';
import { turkish } from './turkish.ts';

/** By ISO 639 code. Other languages have what Intl says. */
export const dateLanguages: Readonly<Record<string, DateLanguage>> = {
  ar: arabic,
  da: danish,
  de: german,
  es: spanish,
  fr: french,
  it: italian,
  ja: japanese,
  nl: dutch,
  no: norwegian,
  pl: polish,
  pt: portuguese,
  ru: russian,
  sv: swedish,
  tr: turkish,
  yue: chinese,
  zh: chinese,
};
