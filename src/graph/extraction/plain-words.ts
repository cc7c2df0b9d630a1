import type { Word } from './word.ts';

const sentence = /[^.!?…\n]+[.!?…]*/gu;
const piece = /(?<text>[\p{L}\p{N}][\p{L}\p{N}\p{M}'’&-]*)(?<behind>[^\p{L}\p{N}]*)/gu;
const ending = /['’]s$/u;
const noTags: ReadonlySet<string> = new Set();

/** Words of any language that has breaks between them, with nothing known about them. */
export const plainWords = (text: string): Word[][] =>
  (text.match(sentence) ?? []).map((part) =>
    [...part.matchAll(piece)].map(({ groups: { text: found = '', behind = '' } = {} }) => ({
      text: found.replace(ending, ''),
      tags: noTags,
      root: '',
      possessive: ending.test(found),
      ends: behind.trim() !== '',
    })),
  );
