import { brokenOff } from './language-model.errors.ts';
import { WholeAnswer } from './whole-answer.ts';

/** More than a hundred thousand tokens take, including thoughts and the JSON around each token. */
const mostBytes = 64 * 1024 ** 2;
/** Maximum bytes of a line, which may hold a tool's arguments or a whole response. */
const mostBytesOfLine = 1024 ** 2;
const lineFeed = 10;
/** How long a connection may stay open after the end of its response; one that ends by itself is reused. */
const lingerMs = 500;
/**
 * How long usage and the final line may take to follow the reason for the end. Some endpoints send neither, and do not close the
 * connection.
 */
const lastWordsMs = 2_000;

/**
 * Returns the same response, aborted if it, or a line of it, exceeds its bound: its reader buffers either. It ends at its final
 * line, or after its reason with the connection or in silence, since some endpoints keep the connection open after that. A response that is not streamed
 * is converted to a stream of one line.
 */
export function boundedAnswer(response: Response): Response {
  if (!response.body) return response;
  let bytes = 0;
  let bytesOfLine = 0;
  let ends = false;
  let lingers: NodeJS.Timeout | undefined;
  const whole = new WholeAnswer();
  const end = new AnswerEnd();
  const watched = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      const isOfWhole = whole.takes(part);
      const lastEnd = isOfWhole ? -1 : part.lastIndexOf(lineFeed);
      bytes += part.byteLength;
      bytesOfLine = lastEnd < 0 ? bytesOfLine + part.byteLength : part.byteLength - lastEnd - 1;
      if (bytes > mostBytes || bytesOfLine > mostBytesOfLine) throw brokenOff('its answer has no end');
      if (isOfWhole || ends) return;
      const last = end.lastOf(part);
      for (const said of last ?? [part]) controller.enqueue(said);
      ends = last !== null;
      clearTimeout(lingers);
      if (ends || end.isStated)
        lingers = setTimeout(() => controller.terminate(), ends ? lingerMs : lastWordsMs).unref();
    },
    flush(controller) {
      clearTimeout(lingers);
      const { asStream } = whole;
      if (asStream) controller.enqueue(asStream);
    },
  });
  const { status, headers } = response;
  return new Response(untilLost(response.body, end).pipeThrough(watched), { status, headers });
}

/** Ends where the connection is lost, which `fetch` reports as a TypeError, if the answer has stated why it ends. */
function untilLost(body: ReadableStream<Uint8Array<ArrayBuffer>>, end: AnswerEnd) {
  const reader = body.getReader();
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) {
      const read = await reader.read().catch((error: unknown) => {
        if (end.isStated && error instanceof TypeError) return { value: undefined };
        throw error;
      });
      if (read.value) controller.enqueue(read.value);
      else controller.close();
    },
    cancel: (reason: unknown) => reader.cancel(reason),
  };
  // Reads nothing ahead: what is said before is then known.
  return new ReadableStream(source, { highWaterMark: 0 });
}

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
class AnswerEnd {
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
