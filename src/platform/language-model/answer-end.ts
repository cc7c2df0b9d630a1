/** The line that ends a response. JSON texts within it contain no line breaks, so it cannot occur in one. */
const lastLine = /[\n\r]data: ?\[DONE\]/;
/** A stated reason for the end: within a JSON text the quotes would be escaped. Some servers send '' before the end. */
const reason = /"finish_reason"\s*:\s*"[^"]/;
/** Maximum length of both, in bytes with some blanks, since either may be split between parts. */
const longestOfBoth = 40;

const stopped = Buffer.from('\n\ndata: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n');

/**
 * Follows a response until its last line and checks whether it states why it ends. Some endpoints never do: what was received
 * until that line is complete anyway.
 */
export class AnswerEnd {
  #tail = '\n';
  #hasReason = false;

  /** Whether the response ends within the next part. */
  isIn(part: Uint8Array<ArrayBuffer>): boolean {
    const seen = this.#tail + Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
    this.#hasReason ||= reason.test(seen);
    this.#tail = seen.slice(-longestOfBoth);
    return lastLine.test(seen);
  }

  /** The chunk that was missing before the end; null if the response stated a reason. */
  get unsaid(): Uint8Array<ArrayBuffer> | null {
    return this.#hasReason ? null : stopped;
  }
}
