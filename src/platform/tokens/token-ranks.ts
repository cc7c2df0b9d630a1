import { fullShare, hashBegin, hashFactor } from '../slots.ts';

const newline = 0x0a;
const space = 0x20;
const firstBeyondAscii = 0x80;
/** Of UTF-8, for a unit of 16 bits. */
const mostBytesOfUnit = 3;

/** The tokens of a vocabulary as bytes, and the rank of each: in typed arrays, with a hash table of their own. */
export class TokenRanks {
  /** The tokens one after another, in the order of their ranks. */
  readonly #bytes: Uint8Array;
  /** Where the token of a rank ends, which is where the next one begins. */
  readonly #ends: Uint32Array;
  /** The rank of a token plus 1, where its hash puts it or behind; 0: free. */
  readonly #slots: Uint32Array;
  readonly #longest: number;
  readonly #encoder = new TextEncoder();
  /** Of the text that is looked for. */
  readonly #wanted: Uint8Array;

  constructor(bytes: Uint8Array, ends: Uint32Array) {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(ends.length / fullShare)));
    this.#longest = ends.reduce((most, end, rank) => Math.max(most, end - this.#startOf(rank)), 0);
    this.#wanted = new Uint8Array(this.#longest * mostBytesOfUnit);
    for (const [rank, end] of ends.entries()) {
      const token = bytes.subarray(this.#startOf(rank), end);
      this.#slots[this.#slotOf(token, token.length)] = rank + 1;
    }
  }

  /** Undefined where the bytes are no token, as the tokenizer wants it. */
  of(bytes: Uint8Array, length = bytes.length): number | undefined {
    const found = this.#slots[this.#slotOf(bytes, length)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  ofText(text: string): number | undefined {
    if (text.length > this.#longest) return undefined;
    return this.of(this.#wanted, this.#write(text));
  }

  /** Writes a text to what is looked for, and tells its length in bytes: most are of ASCII and short. */
  #write(text: string): number {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= firstBeyondAscii) return this.#encoder.encodeInto(text, this.#wanted).written;
      this.#wanted[i] = unit;
    }
    return text.length;
  }

  /** The slot of a token, or the free one where it would go. */
  #slotOf(bytes: Uint8Array, length: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(bytes, length) & mask;
    while (slots[slot] !== 0 && !this.#is((slots[slot] ?? 0) - 1, bytes, length)) slot = (slot + 1) & mask;
    return slot;
  }

  #is(rank: number, bytes: Uint8Array, length: number): boolean {
    const start = this.#startOf(rank);
    if ((this.#ends[rank] ?? 0) - start !== length) return false;
    const all = this.#bytes;
    for (let i = 0; i < length; i++) if (all[start + i] !== bytes[i]) return false;
    return true;
  }

  #startOf(rank: number): number {
    return rank === 0 ? 0 : (this.#ends[rank - 1] ?? 0);
  }
}

function hashOf(bytes: Uint8Array, length: number): number {
  let hash = hashBegin;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), hashFactor);
  return hash ^ (hash >>> 15);
}

/** A vocabulary as tiktoken publishes it: a line for each token, in base64, and its rank, which is the number of the line. */
export function tokenRanks(lines: Buffer): TokenRanks {
  const bytes = Buffer.alloc(lines.length);
  const ends: number[] = [];
  let end = 0;
  for (let start = 0; start < lines.length; ) {
    const { token, rank, next } = lineAt(lines, start);
    if (rank !== ends.length) throw new Error(`The vocabulary has a rank out of order: ${rank}`);
    end += bytes.write(token, end, 'base64');
    ends.push(end);
    start = next;
  }
  return new TokenRanks(Uint8Array.from(bytes.subarray(0, end)), Uint32Array.from(ends));
}

function lineAt(lines: Buffer, start: number) {
  const middle = lines.indexOf(space, start);
  const end = lines.indexOf(newline, start);
  const next = end < 0 ? lines.length : end + 1;
  return {
    token: lines.toString('latin1', start, middle),
    rank: Number(lines.toString('latin1', middle + 1, next)),
    next,
  };
}
