import type { EntityType } from '../../entity.ts';
import { normalName } from '../../entity-name.ts';
import { chineseNames } from './chinese-names.ts';
import { japaneseNames } from './japanese-names.ts';
import { koreanNames } from './korean-names.ts';

/** How names are found in the first script that a text has one letter of. */
const readers = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, japaneseNames],
  [/\p{Script=Hangul}/u, koreanNames],
  [/\p{Script=Han}/u, chineseNames],
] as const;

export const isEastAsian = (content: string): boolean => readers.some(([script]) => script.test(content));

/** Returns the names in a Chinese, Japanese or Korean text, in normal form. */
export function eastAsianNames(content: string): ReadonlyMap<string, EntityType> {
  const names = readers.find(([script]) => script.test(content))?.[1](content) ?? [];
  return new Map([...names].map(([name, type]) => [normalName(name), type]));
}
