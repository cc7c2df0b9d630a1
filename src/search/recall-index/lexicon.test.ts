import { expect, test } from 'vitest';
import { Lexicon } from './lexicon.ts';
import { StemTexts } from './stem-texts.ts';

function lexiconOf(memories: readonly (readonly string[])[]): Lexicon {
  const lexicon = new Lexicon();
  for (const [row, stems] of memories.entries()) lexicon.add(row, ['may', ...stems], 1);
  return lexicon;
}

const few = [['tea', 'cup'], ['tea'], ['boat', 'tea']];
const many = [...few, ['one', 'two', 'three', 'four', 'five', 'six']];

test.each([
  ['more than it has itself', few],
  ['fewer than it has itself', many],
])('countWords() adds to the counts from an offset on, if asked for %s', (_, memories) => {
  const stems = new StemTexts();
  for (const stem of ['boat', 'unheard', 'tea', 'may', 'sea', 'cup']) stems.add(stem);
  const counts = Uint32Array.of(7, 7, 7, 7, 7, 7);
  lexiconOf(memories).countWords(stems, 1, counts);
  // "may" occurs only in dates, which do not count as words.
  expect(counts).toEqual(Uint32Array.of(7, 7, 10, 7, 7, 8));
});
