/** The line that ends a response. JSON texts within it contain no line breaks, so it cannot occur in one. */
const lastLine = /[\n\r]data: ?\[DONE\]/;
/** A stated reason for the end: within a JSON text the quotes would be escaped. Some servers send '' before the end. */
const reason = /"finish_reason"\s*:\s*"[^"]/;
/** Maximum length of both, in bytes with some blanks, since either may be split between parts. */
const longestOfBoth = 40;

const endOfLine = Buffer.from('\n\n');
const stopped = Buffer.from('\n\ndata: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n');

/**
 * Follows a response until its last line and checks whether it states why it ends. Some endpoints never do: what was received
 * until that line is complete anyway.
 */
export class AnswerEnd {
  #tail = '\n';
  #hasReason = false;

  /** Returns the rest of the response, with a reason, if it ends within the next part; else null. */
  lastOf(part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] | null {
    const before = this.#tail.length;
    const seen = this.#tail + Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
    this.#hasReason ||= reason.test(seen);
    this.#tail = seen.slice(-longestOfBoth);
    const last = lastLine.exec(seen);
    return last && [part.subarray(0, last.index + last[0].length - before), this.#hasReason ? endOfLine : stopped];
  }

  /** Whether the response has stated why it ends: then only usage and the last line may be missing. */
  get isStated(): boolean {
    return this.#hasReason;
  }
}
