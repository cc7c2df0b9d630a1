import { ownBytes } from '../platform/cache/own-bytes.ts';
import type { ScorePart } from './ranking/engine-port.ts';
import type { AnsweredHit, AnsweredHits, ArmScore } from './search.ts';
import { writeIdOf } from './uuid-words.ts';

/** A uuid, the score, and the bits of the arms that found it. */
const hitBytes = 16 + 8 + 1;
/** A rank and a score. */
const armBytes = 2 + 8;
const mostRank = 65_535;
/** The arms, in the order of their fields, and their bits. */
const arms = [
  ['lexical', 1],
  ['semantic', 2],
  ['graph', 4],
] as const;
type ArmName = (typeof arms)[number][0];
/** Version of the byte format. */
const version = 3;
/** The version, and until when the ranking is valid. */
const headBytes = 1 + 8;

/** Ids and scores of a ranking, some 35 bytes per hit: what caches keep of it, and never a word of a memory. */
export interface PackedRanking {
  readonly bytes: Buffer;
}

/** Largest size of a hit. */
const mostHitBytes = hitBytes + arms.length * armBytes;
/** Scratch buffer for rankings whose length is not known yet. */
let desk = Buffer.alloc(0);

/** `until`: when the ranking changes without a write, in milliseconds since 1970 by this process's clock; null: never. */
export function packRanking(hits: readonly AnsweredHit[], until: number | null): PackedRanking {
  const most = headBytes + hits.length * mostHitBytes;
  if (desk.length < most) desk = Buffer.allocUnsafeSlow(most);
  desk.writeUInt8(version);
  desk.writeDoubleLE(until ?? Number.POSITIVE_INFINITY, 1);
  let end = headBytes;
  for (const hit of hits) end = writeHit(hit, desk, end);
  const bytes = Buffer.allocUnsafeSlow(end);
  desk.copy(bytes, 0, 0, end);
  return { bytes };
}

/** Writes a hit and returns where the next one begins. Only hits that an arm found, some hundred, have its fields. */
function writeHit(hit: AnsweredHit, bytes: Buffer, at: number): number {
  writeIdOf(hit, bytes, at);
  bytes.writeDoubleLE(hit.score, at + 16);
  let found = 0;
  let end = at + hitBytes;
  for (const [name, bit] of arms) {
    const arm = hit[name];
    if (!arm) continue;
    found |= bit;
    bytes.writeUInt16LE(Math.min(arm.rank, mostRank), end);
    bytes.writeDoubleLE(arm.score, end + 2);
    end += armBytes;
  }
  bytes.writeUInt8(found, at + 24);
  return end;
}

/** Returns where the hit that begins at `at` ends. */
function endOfHit(bytes: Buffer, at: number): number {
  const found = bytes[at + 24] ?? 0;
  return at + hitBytes + armBytes * ((found & 1) + ((found >>> 1) & 1) + ((found >>> 2) & 1));
}

/** Null if the bytes have another format. */
export const packedRanking = (bytes: Buffer): PackedRanking | null =>
  bytes.length >= headBytes && bytes[0] === version && skip(bytes, Number.POSITIVE_INFINITY).end === bytes.length
    ? { bytes: ownBytes(bytes) }
    : null;

/** Skips up to `hits` hits; returns where the next one begins (or the last one ends) and how many were skipped. */
function skip(bytes: Buffer, hits: number): { readonly end: number; readonly count: number } {
  let [end, count] = [headBytes, 0];
  for (; count < hits && end < bytes.length; count++) end = endOfHit(bytes, end);
  return { end, count };
}

/** Returns until when a search would find the same, in milliseconds since 1970; null: until something is written. */
export function holdsUntil({ bytes }: PackedRanking): number | null {
  const until = bytes.readDoubleLE(1);
  return Number.isFinite(until) ? until : null;
}

/** Makes hit objects only for the page that is read. `explain` returns the parts of a memory's score. */
export function unpackRanking(
  { bytes }: PackedRanking,
  explain: (id: string) => Promise<readonly ScorePart[]>,
): AnsweredHits {
  const length = skip(bytes, Number.POSITIVE_INFINITY).count;
  return {
    length,
    slice(from = 0, to = length) {
      const hits: AnsweredHit[] = [];
      let at = skip(bytes, from).end;
      for (let place = from; place < Math.min(to, length); place++) {
        hits.push(new PackedHit(bytes, at, explain));
        at = endOfHit(bytes, at);
      }
      return hits;
    },
  };
}

class PackedHit implements AnsweredHit {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #explain: (id: string) => Promise<readonly ScorePart[]>;
  #id: string | null = null;

  constructor(bytes: Buffer, at: number, explain: (id: string) => Promise<readonly ScorePart[]>) {
    this.#bytes = bytes;
    this.#at = at;
    this.#explain = explain;
  }

  get id(): string {
    this.#id ??= uuidAt(this.#bytes, this.#at);
    return this.#id;
  }

  get score(): number {
    return this.#bytes.readDoubleLE(this.#at + 16);
  }

  get lexical(): ArmScore | null {
    return this.#arm('lexical');
  }

  get semantic(): ArmScore | null {
    return this.#arm('semantic');
  }

  get graph(): ArmScore | null {
    return this.#arm('graph');
  }

  explain(): Promise<readonly ScorePart[]> {
    return this.#explain(this.id);
  }

  #arm(wanted: ArmName): ArmScore | null {
    const found = this.#bytes.readUInt8(this.#at + 24);
    let at = this.#at + hitBytes;
    for (const [name, bit] of arms) {
      if ((found & bit) === 0) continue;
      if (name === wanted) return { rank: this.#bytes.readUInt16LE(at), score: this.#bytes.readDoubleLE(at + 2) };
      at += armBytes;
    }
    return null;
  }
}

function uuidAt(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
