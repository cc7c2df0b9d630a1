import { expect, test } from 'vitest';
import { WordPiece } from './word-piece.ts';

const pieces = ['[UNK]', '[SEP]', 'un', '##aff', '##able', 'a', '##b', '漢', '.', 'able', '##c'];
const wordPiece = new WordPiece({
  pieces,
  unknown: 0,
  prefix: '##',
  longestWord: 7,
  verbatim: new Map([['[SEP]', 1]]),
});

function split(text: string): string {
  return wordPiece
    .pieces(text)
    .map((id) => pieces[id])
    .join(' ');
}

test('matches the longest piece first, and continuation pieces within a word', () => {
  expect(split('unable able')).toBe('un ##able able');
});

test('maps a whole word to unknown if one part of it is not a piece', () => {
  expect(split('unaffx abx a')).toBe('[UNK] [UNK] a');
});

test('maps a word that is too long to unknown, not counting combining marks', () => {
  expect(split(`a${'b'.repeat(6)}`)).toBe('a ##b ##b ##b ##b ##b ##b');
  expect(split(`a${'b'.repeat(7)} a`)).toBe('[UNK] a');
  expect(split(`a${'b\u0301'.repeat(6)}`)).toBe('a ##b ##b ##b ##b ##b ##b');
});

test('ignores case, accents and invisible characters', () => {
  expect(split('ÄB a\u0301b a\u200bb\u0000 a\ud800b')).toBe('a ##b a ##b a ##b a ##b');
});

test('treats each Chinese character and punctuation mark as a word', () => {
  expect(split('a漢ab..a')).toBe('a 漢 a ##b . . a');
});

test('matches a verbatim text only exactly', () => {
  expect(split('a[SEP]a')).toBe('a [SEP] a');
  expect(split('[sep]')).toBe('[UNK] [UNK] [UNK]');
});

test('finds no pieces in texts without visible characters', () => {
  for (const text of ['', ' \n\u3000', '\u200b\ufeff', '\u0301\u0308', '\ud83d'])
    expect(wordPiece.pieces(text)).toEqual([]);
});

test('works without verbatim texts', () => {
  const plain = new WordPiece({ pieces, unknown: 0, prefix: '##', longestWord: 7, verbatim: new Map() });
  expect(plain.pieces('a')).toEqual([5]);
});
