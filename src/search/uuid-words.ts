import type { Hit } from './search.ts';

/** Number of 32-bit words of a uuid; they sort like its text. */
export const wordsOfUuid = 4;
const bytesOfUuid = 16;

/** Character codes: the digits come first, then the letters from `a`. */
const [dash, zero, nine, tenBelowA] = [0x2d, 0x30, 0x39, 0x57];

/** Reads a uuid in lower case into four words: eight new digits shift out a word's old value. */
export function readUuid(id: string, words: Uint32Array): void {
  let digits = 0;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    if (code === dash) continue;
    const word = digits >>> 3;
    words[word] = ((words[word] ?? 0) << 4) | (code - (code <= nine ? zero : tenBelowA));
    digits += 1;
  }
}

/** Writes the 16 bytes of the uuid whose words begin at `first`. */
export function writeWords(words: Uint32Array, first: number, bytes: Buffer, at: number): void {
  for (let byte = 0; byte < bytesOfUuid; byte++)
    bytes[at + byte] = (words[first + (byte >>> 2)] ?? 0) >>> (24 - 8 * (byte & 3));
}

const read = new Uint32Array(wordsOfUuid);

/** Writes the 16 bytes of a uuid in lower case; fast, because hundreds of ids are packed at a time. */
export function writeUuid(id: string, bytes: Buffer, at: number): void {
  readUuid(id, read);
  writeWords(read, 0, bytes, at);
}

/** Writes the id of a hit as 16 bytes. */
export function writeIdOf(hit: Pick<Hit, 'id' | 'writeId'>, bytes: Buffer, at: number): void {
  if (hit.writeId) hit.writeId(bytes, at);
  else writeUuid(hit.id, bytes, at);
}
