import { AnswerEnd } from './answer-end.ts';
import { brokenOff } from './language-model.errors.ts';
import { WholeAnswer } from './whole-answer.ts';

/** More than a hundred thousand tokens take, thoughts included, with all that endpoints write around each. */
const mostBytes = 64 * 1024 ** 2;
/** A tool's arguments may come in one line, or an answer as a whole; nothing longer does. */
const mostBytesOfLine = 1024 ** 2;
const lineFeed = 10;
/** So long a connection may stay open behind the end of its answer; one that ends by itself is used again. */
const lingerMs = 500;

/**
 * The same answer, broken off where it has no end, or a line of it has none: what reads it keeps the one or the other. It ends where
 * it says so: some endpoints keep the connection open behind that. One that comes as a whole is a stream of one line.
 */
export function boundedAnswer(response: Response): Response {
  if (!response.body) return response;
  let bytes = 0;
  let bytesOfLine = 0;
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
      if (isOfWhole) return;
      controller.enqueue(part);
      if (lingers || !end.isIn(part)) return;
      if (end.unsaid) controller.enqueue(end.unsaid);
      lingers = setTimeout(() => controller.terminate(), lingerMs).unref();
    },
    flush(controller) {
      clearTimeout(lingers);
      const { asStream } = whole;
      if (asStream) controller.enqueue(asStream);
    },
  });
  const { status, headers } = response;
  return new Response(response.body.pipeThrough(watched), { status, headers });
}
