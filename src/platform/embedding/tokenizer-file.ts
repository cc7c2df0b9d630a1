import { z } from 'zod';
import { ModelFileError } from './model-files.ts';

/** The parts of a tokenizer.json that WordPiece needs. */
export type WordPieceRules = ReturnType<typeof parseTokenizerFile>;

const verbatimToken = z.object({
  id: z.int().min(0),
  content: z.string().min(1),
  single_word: z.literal(false),
  lstrip: z.literal(false),
  rstrip: z.literal(false),
  normalized: z.literal(false),
});

/** Accepts only BERT's uncased WordPiece: everything that would change the pieces is checked. */
const uncasedWordPiece = z.object({
  truncation: z.null(),
  padding: z.null(),
  added_tokens: z.array(verbatimToken),
  normalizer: z.object({
    type: z.literal('BertNormalizer'),
    clean_text: z.literal(true),
    handle_chinese_chars: z.literal(true),
    strip_accents: z.literal([null, true]),
    lowercase: z.literal(true),
  }),
  pre_tokenizer: z.object({ type: z.literal('BertPreTokenizer') }),
  model: z.object({
    type: z.literal('WordPiece'),
    unk_token: z.string(),
    continuing_subword_prefix: z.string().min(1),
    max_input_chars_per_word: z.int().min(1).max(1000),
    // `numbered` checks its entries: a schema would take 35 ms for 30,000 of them.
    vocab: z.custom<Record<string, unknown>>((value) => value !== null && typeof value === 'object', 'Expected pieces'),
  }),
});

// Piece ids of stored memories have 16 bits.
const LARGEST_VOCABULARY = 65_536;

/** Parses a tokenizer.json; `path` is used in the message of a ModelFileError. */
export function parseTokenizerFile(text: string, path: string) {
  const { model, added_tokens } = checked(text, path);
  const pieces = numbered(model.vocab, path);
  const unknown = pieces.indexOf(model.unk_token);
  if (unknown < 0) throw new ModelFileError(path, `its vocabulary lacks ${model.unk_token}`);
  for (const { id, content } of added_tokens) {
    if (pieces[id] !== content) throw new ModelFileError(path, `its added token ${content} is not piece ${id}`);
  }
  return {
    /** By id. */
    pieces,
    unknown,
    /** Prefix of a piece that continues a word: "##". */
    prefix: model.continuing_subword_prefix,
    /** Maximum length of a word in characters; a longer one is unknown as a whole. */
    longestWord: model.max_input_chars_per_word,
    /** Texts such as "[SEP]" that are one piece wherever they occur verbatim. */
    verbatim: new Map(added_tokens.map(({ id, content }) => [content, id])),
  };
}

function numbered(vocabulary: Record<string, unknown>, path: string): string[] {
  const texts = Object.keys(vocabulary);
  const pieces = new Array<string>(texts.length).fill('');
  for (const piece of texts) {
    const id = vocabulary[piece];
    if (typeof id === 'number' && pieces[id] === '') pieces[id] = piece;
  }
  if (texts.length > LARGEST_VOCABULARY || pieces.includes('')) {
    throw new ModelFileError(
      path,
      `its vocabulary must number its pieces 0, 1, 2 …, at most ${LARGEST_VOCABULARY} of them`,
    );
  }
  return pieces;
}

function checked(text: string, path: string): z.infer<typeof uncasedWordPiece> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ModelFileError(path, 'it is not JSON', { cause: error });
  }
  const parsed = uncasedWordPiece.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ModelFileError(
    path,
    `it is not an uncased BERT WordPiece tokenizer.json:\n${z.prettifyError(parsed.error)}`,
  );
}
