/** Splits a long text into pieces of at most `size` characters, after a sentence where possible. */
export function* piecesOf(content: string, size: number): Generator<string> {
  for (let start = 0; start < content.length; ) {
    const end = content.length - start <= size ? content.length : start + cut(content.slice(start, start + size));
    yield content.slice(start, end);
    start = end;
  }
}

function cut(piece: string): number {
  const sentence = Math.max(...['. ', '\n', '! ', '? '].map((end) => piece.lastIndexOf(end)));
  const blank = piece.lastIndexOf(' ');
  const at = sentence > piece.length / 4 ? sentence : blank > 0 ? blank : piece.length - 1;
  return at + 1;
}
