import { Lexer, type Source, TokenKind } from 'graphql';

/** How much a parser would have to read, and how deep it would recurse. */
interface SourceSize {
  readonly tokens: number;
  readonly nesting: number;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Measures a document before it is parsed; stops counting once a bound is exceeded. Throws syntax errors. */
export function sourceSize(source: Source, bounds: SourceSize): SourceSize {
  const lexer = new Lexer(source);
  let tokens = 0;
  let open = 0;
  let nesting = 0;
  while (lexer.advance().kind !== TokenKind.EOF && tokens <= bounds.tokens && nesting <= bounds.nesting) {
    const { kind } = lexer.token;
    tokens += 1;
    if (OPENING.has(kind)) open += 1;
    if (CLOSING.has(kind)) open -= 1;
    nesting = Math.max(nesting, open);
  }
  return { tokens, nesting };
}
