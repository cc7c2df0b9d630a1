import { hesitations } from '../../platform/hesitations.ts';
import { isInDictionary } from '../../search/question/dictionary.ts';

const soundOf = (sounds: string): string => String.raw`(?:${sounds})(?![\p{L}\p{N}'’-])`;
const sound = soundOf(hesitations.en);
/** Letter by letter: the `(?i:` of Node 24 now and then matched no capitals, in runs of many tests. */
const soundInAnyCase = soundOf(hesitations.en.replaceAll(/\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`));
const pause = String.raw`\s*[,.!…–—-]+\s*`;
/** Where a sentence begins. A capital without a mark behind it may begin a name: "Oh lives in Seoul". */
const leading = new RegExp(String.raw`(^\s*|[.!?;]\s+)(?:${soundInAnyCase}${pause}|${sound}\s+)+`, 'gu');
/** Between words, where "oh" may be a zero, and "ah" a unit. */
const between = new RegExp(String.raw`(?<=[\p{L}\p{N}]),?\s+(?!oh|ah)${sound},?\s+`, 'gu');

const first = /(?:^\s*|[.!?]\s+)\p{Ll}/gu;
const me = /(?<![\p{L}\p{N}'’-])i(?![\p{L}\p{N}-])/gu;
/** Of as many letters as `isInDictionary` knows. Words with other signs are codes and addresses. */
const wordToLookUp = /(?<![\p{L}\p{N}'’@./#_-])[a-z]{4,20}(?![\p{L}\p{N}@/#_-])/gu;

/**
 * Returns an English text that was said as it would be written: without hesitations, and, if it is wholly in lower case, with
 * capitals for "I", where sentences begin, and for words that the dictionary lacks, most of which are names.
 */
export function asWritten(text: string): string {
  const said = text.replace(leading, '$1').replace(between, ' ');
  if (/\p{Lu}/u.test(text)) return said === text ? text : said.replace(first, large);
  return said
    .replace(wordToLookUp, (word) => (isInDictionary(word) ? word : large(word)))
    .replace(me, 'I')
    .replace(first, large);
}

/** With its first letter large. */
const large = (text: string): string => text.replace(/\p{Ll}/u, (letter) => letter.toUpperCase());
