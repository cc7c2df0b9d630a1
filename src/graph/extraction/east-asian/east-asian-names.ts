import type { EntityType } from '../../entity.ts';
import { normalName } from '../../entity-name.ts';
import { chineseNames } from './chinese-names.ts';
import { japaneseNames } from './japanese-names.ts';

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

export const isEastAsian = (content: string): boolean => kana.test(content) || /\p{Script=Han}/u.test(content);

/** Returns the names in a Chinese or Japanese text, in normal form. */
export function eastAsianNames(content: string): ReadonlyMap<string, EntityType> {
  if (!isEastAsian(content)) return new Map();
  const names = kana.test(content) ? japaneseNames(content) : chineseNames(content);
  return new Map([...names].map(([name, type]) => [normalName(name), type]));
}
