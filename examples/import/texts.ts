/** Texts as the API takes them, and as many at once as a request has room for. */
import { createHash } from 'node:crypto';

/** Most characters of a message or a fact. */
export const longest = 32_000;
const atOnce = 100;
const bytesAtOnce = 4_000_000;

/** Well-formed Unicode without NUL. */
export const cleaned = (text: string): string => text.toWellFormed().replaceAll('\u0000', '');

/** Messages that are too long are cut, and of those that are empty nothing is left. */
export function piecesOf(content: string): string[] {
  const characters = [...cleaned(content)];
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += longest) {
    pieces.push(characters.slice(start, start + longest).join(''));
  }
  return pieces.filter((piece) => piece.trim() !== '');
}

/** By the size of what is sent of each. */
export function chunksOf<T>(items: readonly T[], sent: (item: T) => unknown): T[][] {
  const chunks: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const own = Buffer.byteLength(JSON.stringify(sent(item)));
    const chunk = chunks.at(-1);
    if (chunk && chunk.length < atOnce && bytes + own <= bytesAtOnce) {
      chunk.push(item);
      bytes += own;
    } else {
      chunks.push([item]);
      bytes = own;
    }
  }
  return chunks;
}

/** Of what is sent, so that sending it again is safe, and sending anything else is another call. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');
