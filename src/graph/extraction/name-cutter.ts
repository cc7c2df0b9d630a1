import { namesInHangul } from './east-asian/hangul.ts';
import { letterWithoutCase } from './word.ts';

const scripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script_Extensions=${script}}`)
  .join('');
/** Scripts that write words without breaks; in other scripts a name has to be a whole word. */
const unbroken = new RegExp(`[${scripts}]`, 'u');
/** "用iPhone" is two words. */
const oneScript = new RegExp(`[${scripts}]+|[^${scripts}]+`, 'gu');
/** "Kevin이" and "ב-Google" are two words: letters without case, with their marks, or anything else. */
const oneCase = new RegExp(String.raw`(?:${letterWithoutCase}\p{M}*ـ*)+|(?:(?!${letterWithoutCase}).)+`, 'gsu');
const signsAround = /^[-'’&]+|[-'’&]+$/g;
const katakana = /[\p{Script=Katakana}ー]/u;

/** Splits known names off words: "昨天王伟告诉我", "지민이는". */
export type NameCutter = (word: string) => string[];

export function nameCutter(names: Iterable<string>): NameCutter {
  const known = new Set(names);
  const inWords = [...known].filter((name) => unbroken.test(name)).toSorted((one, other) => other.length - one.length);
  const pattern = inWords.length === 0 ? null : new RegExp(`(${inWords.map(patternOf).join('|')})`, 'iu');
  const parted = (part: string) => {
    if (unbroken.test(part)) return [part];
    const words = part.match(oneCase) ?? [];
    return words.length < 2
      ? koreanParts(part, known)
      : words.flatMap((one) => koreanParts(one.replace(signsAround, ''), known));
  };
  const unnamed = (part: string) => (part.match(oneScript) ?? []).flatMap(parted);
  return (word) =>
    (pattern ? word.split(pattern) : [word])
      .flatMap((part, index) => (index % 2 === 1 ? [part] : unnamed(part)))
      .filter((part) => part !== '');
}

function koreanParts(word: string, known: ReadonlySet<string>): string[] {
  const name = namesInHangul(word).findLast((one) => known.has(one));
  return name === undefined ? [word] : [name, word.slice(name.length)];
}

/** "ケン" must not match within "ケンタッキー", nor "おもち" within "おもちゃ". Parts of a name may have a dot between them. */
function patternOf(name: string): string {
  const before = katakana.test(name[0] ?? '') ? String.raw`(?<![\p{Script=Katakana}ー])` : '';
  const behind = katakana.test(name.at(-1) ?? '') ? String.raw`(?![\p{Script=Katakana}ー])` : '(?![ゃゅょ])';
  const written = name
    .split(' ')
    .map((part) => RegExp.escape(part))
    .join('[·・]');
  return `${before}${written}${behind}`;
}
