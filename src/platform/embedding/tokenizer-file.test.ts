import { expect, test } from 'vitest';
import { ModelFileError } from './model-files.ts';
import { parseTokenizerFile } from './tokenizer-file.ts';

const token = { id: 0, content: '[UNK]', single_word: false, lstrip: false, rstrip: false, normalized: false };
const normalizer = {
  type: 'BertNormalizer',
  clean_text: true,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
};
const model = {
  type: 'WordPiece',
  unk_token: '[UNK]',
  continuing_subword_prefix: '##',
  max_input_chars_per_word: 100,
  vocab: { '##b': 2, '[UNK]': 0, a: 1 },
};
const file = {
  truncation: null,
  padding: null,
  added_tokens: [token],
  normalizer,
  pre_tokenizer: { type: 'BertPreTokenizer' },
  model,
};

test('reads the rules of an uncased WordPiece', () => {
  expect(parseTokenizerFile(JSON.stringify(file), 'x')).toEqual({
    pieces: ['[UNK]', 'a', '##b'],
    unknown: 0,
    prefix: '##',
    longestWord: 100,
    verbatim: new Map([['[UNK]', 0]]),
  });
});

test.each([
  ['no JSON', '{"model": ', 'not JSON'],
  ['no object', 'null', 'not an uncased BERT WordPiece'],
  ['a cased one', { ...file, normalizer: { ...normalizer, lowercase: false } }, 'normalizer.lowercase'],
  [
    'one that keeps accents',
    { ...file, normalizer: { ...normalizer, strip_accents: false } },
    'normalizer.strip_accents',
  ],
  ['another normalizer', { ...file, normalizer: { type: 'NFC' } }, 'normalizer.type'],
  ['another pre-tokenizer', { ...file, pre_tokenizer: { type: 'ByteLevel' } }, 'pre_tokenizer.type'],
  ['another model', { ...file, model: { ...model, type: 'Unigram' } }, 'model.type'],
  ['one that truncates', { ...file, truncation: { max_length: 512 } }, 'truncation'],
  ['tokens found after normalising', { ...file, added_tokens: [{ ...token, normalized: true }] }, 'normalized'],
  ['a token that is no piece', { ...file, added_tokens: [{ ...token, id: 1 }] }, 'added token [UNK] is not piece 1'],
  ['no unknown piece', { ...file, model: { ...model, unk_token: '<unk>' } }, 'lacks <unk>'],
  ['no vocabulary', { ...file, model: { ...model, vocab: null } }, 'model.vocab'],
  ['a gap in the ids', { ...file, model: { ...model, vocab: { '[UNK]': 0, a: 2 } } }, 'must number its pieces'],
  ['an id given twice', { ...file, model: { ...model, vocab: { '[UNK]': 0, a: 0 } } }, 'must number its pieces'],
  [
    'an id that is no number',
    { ...file, model: { ...model, vocab: { '[UNK]': 0, a: '1' } } },
    'must number its pieces',
  ],
])('refuses %s', (_, content, problem) => {
  const parse = () =>
    parseTokenizerFile(typeof content === 'string' ? content : JSON.stringify(content), '/x/tokenizer.json');
  expect(parse).toThrow(ModelFileError);
  expect(parse).toThrow('/x/tokenizer.json');
  expect(parse).toThrow(problem);
});
