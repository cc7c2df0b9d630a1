import { ownBytes } from '../platform/cache/own-bytes.ts';
import type { ScorePart } from './ranking/turn.ts';
import type { AnsweredHit, ArmScore } from './search.ts';
import { writeIdOf } from './uuid-bytes.ts';

/** A uuid, the score, and which arms have found it. */
const hitBytes = 16 + 8 + 1;
/** A rank and a score. */
const armBytes = 2 + 8;
const mostRank = 65_535;
/** The arms in the order in which they are written, and their bits. */
const arms = [
  ['lexical', 1],
  ['semantic', 2],
  ['graph', 4],
] as const;
type ArmName = (typeof arms)[number][0];
/** Tells bytes of this form from those of others. */
const version = 3;
/** The version, and until when the ranking holds. */
const headBytes = 1 + 8;

/** Ids and scores of a ranking, some 35 bytes a hit: what caches keep of it, and never a word of a memory. */
export interface PackedRanking {
  readonly bytes: Buffer;
}

/** `until`: when another memory begins to hold, in milliseconds since 1970, by the clock of this process; null: none will. */
export function packRanking(hits: readonly AnsweredHit[], until: number | null = null): PackedRanking {
  const foundBy = hits.map(armsOf);
  const bytes = Buffer.allocUnsafeSlow(foundBy.reduce((sum, found) => sum + bytesOf(found), headBytes));
  bytes.writeUInt8(version);
  bytes.writeDoubleLE(until ?? Number.POSITIVE_INFINITY, 1);
  let at = headBytes;
  for (const [index, hit] of hits.entries()) {
    writeIdOf(hit, bytes, at);
    bytes.writeDoubleLE(hit.score, at + 16);
    bytes.writeUInt8(foundBy[index] ?? 0, at + 24);
    let place = at + hitBytes;
    for (const [name] of arms) place = writeArm(hit[name], bytes, place);
    at = place;
  }
  return { bytes };
}

/** The bits of the arms that have found it. */
const armsOf = (hit: Pick<AnsweredHit, ArmName>): number =>
  arms.reduce((found, [name, bit]) => (hit[name] ? found | bit : found), 0);

/** What a hit takes that these arms have found. */
const bytesOf = (found: number): number =>
  hitBytes + armBytes * ((found & 1) + ((found >>> 1) & 1) + ((found >>> 2) & 1));

/** Where the next one is written. An arm tells of some hundred hits. */
function writeArm(arm: ArmScore | null, bytes: Buffer, at: number): number {
  if (!arm) return at;
  bytes.writeUInt16LE(Math.min(arm.rank, mostRank), at);
  bytes.writeDoubleLE(arm.score, at + 2);
  return at + armBytes;
}

/** Null where the bytes are of another form. */
export const packedRanking = (bytes: Buffer): PackedRanking | null =>
  bytes.length >= headBytes && bytes[0] === version && placesOf(bytes).at(-1) === bytes.length
    ? { bytes: ownBytes(bytes) }
    : null;

/** Where each hit begins, and where the last one ends. */
function placesOf(bytes: Buffer): number[] {
  const places = [headBytes];
  for (let at = headBytes; at < bytes.length; places.push(at)) at += bytesOf(bytes[at + 24] ?? 0);
  return places;
}

/** Until when it is what would be found, in milliseconds since 1970; null: until something is written. */
export function holdsUntil({ bytes }: PackedRanking): number | null {
  const until = bytes.readDoubleLE(1);
  return Number.isFinite(until) ? until : null;
}

/** `explain` says what the score of a memory is made of. */
export function unpackRanking(
  { bytes }: PackedRanking,
  explain: (id: string) => Promise<readonly ScorePart[]>,
): AnsweredHit[] {
  return placesOf(bytes)
    .slice(0, -1)
    .map((at) => new PackedHit(bytes, at, explain));
}

/** Of a ranking a page is shown: the rest is never taken apart. */
class PackedHit implements AnsweredHit {
  readonly id: string;
  readonly score: number;
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #explain: (id: string) => Promise<readonly ScorePart[]>;

  constructor(bytes: Buffer, at: number, explain: (id: string) => Promise<readonly ScorePart[]>) {
    this.id = uuidAt(bytes, at);
    this.score = bytes.readDoubleLE(at + 16);
    this.#bytes = bytes;
    this.#at = at;
    this.#explain = explain;
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
