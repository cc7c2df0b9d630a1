import { katakanaWords } from './japanese-known.ts';
import { knownNames } from './known-names.ts';

/** Whether it is an ordinary word, or one of two: "ゲームセンター". */
export const isCommonKatakana = (word: string): boolean =>
  katakanaWords.has(word) ||
  Array.from({ length: Math.max(0, word.length - 3) }, (_, index) => index + 2).some(
    (at) => katakanaWords.has(word.slice(0, at)) && katakanaWords.has(word.slice(at)),
  );

/** Whether it may be a name that nobody knows. */
export const mayNameSomebody = (word: string): boolean => !isCommonKatakana(word) && !knownNames('ja').has(word);
