/** The line that ends an answer: a text in it is JSON, which has no line breaks of its own. */
const lastLine = /[\n\r]data: ?\[DONE\]/;
/** Why it ends: in a text these quotes would be escaped. Before its end some servers say ''. */
const reason = /"finish_reason"\s*:\s*"[^"]/;
/** In bytes: either may be cut there, with some blanks. */
const longestOfBoth = 40;

const stopped = Buffer.from('\n\ndata: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n');

/**
 * Follows an answer up to the line that ends it, and looks whether it says why it ends. Some endpoints never do: what has come to that line
 * is whole all the same.
 */
export class AnswerEnd {
  #tail = '\n';
  #hasReason = false;

  /** Whether the answer comes to its end with the next part. */
  isIn(part: Uint8Array<ArrayBuffer>): boolean {
    const seen = this.#tail + Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
    this.#hasReason ||= reason.test(seen);
    this.#tail = seen.slice(-longestOfBoth);
    return lastLine.test(seen);
  }

  /** What the answer should have said before its end; null: it did. */
  get unsaid(): Uint8Array<ArrayBuffer> | null {
    return this.#hasReason ? null : stopped;
  }
}
