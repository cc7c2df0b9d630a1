import { fullShare, hashBegin, hashFactor, powerOfTwo } from '../slots.ts';

const newline = 0x0a;
const space = 0x20;
const firstBeyondAscii = 0x80;
/** Maximum number of UTF-8 bytes per UTF-16 code unit. */
const mostBytesOfUnit = 3;

/** The tokens of a vocabulary as bytes with their ranks: typed arrays with a custom hash table. */
class TokenRanks {
  /** All tokens, concatenated by rank. */
  readonly #bytes: Uint8Array;
  /** End of the token of each rank, which is the start of the next one. */
  readonly #ends: Uint32Array;
  /** Open-addressing table: rank of a token plus 1; 0: free. */
  readonly #slots: Uint32Array;
  readonly #longest: number;
  readonly #encoder = new TextEncoder();
  /** Buffer for the text that is looked up. */
  readonly #wanted: Uint8Array;

  constructor(bytes: Uint8Array, ends: Uint32Array) {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#slots = new Uint32Array(powerOfTwo(ends.length / fullShare));
    this.#longest = ends.reduce((most, end, rank) => Math.max(most, end - this.#startOf(rank)), 0);
    this.#wanted = new Uint8Array(this.#longest * mostBytesOfUnit);
    for (const [rank, end] of ends.entries()) {
      const token = bytes.subarray(this.#startOf(rank), end);
      this.#slots[this.#slotOf(token, token.length)] = rank + 1;
    }
  }

  /** Returns the rank, or undefined if the bytes are no token, as the tokenizer expects. */
  of(bytes: Uint8Array, length = bytes.length): number | undefined {
    const found = this.#slots[this.#slotOf(bytes, length)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  ofText(text: string): number | undefined {
    if (text.length > this.#longest) return undefined;
    return this.of(this.#wanted, this.#write(text));
  }

  /** Writes a text to the lookup buffer and returns its length in bytes: most are short and ASCII. */
  #write(text: string): number {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= firstBeyondAscii) return this.#encoder.encodeInto(text, this.#wanted).written;
      this.#wanted[i] = unit;
    }
    return text.length;
  }

  /** Slot of a token, or the free slot where it would be inserted. */
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

/** Parses a vocabulary in tiktoken's format: one line per token, its base64 and its rank, which equals the line's number. */
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
