import { ownBytes } from '../platform/cache/own-bytes.ts';
import type { ScorePart } from './ranking/turn.ts';
import type { AnsweredHit, ArmScore } from './search.ts';
import { writeUuid } from './uuid-bytes.ts';

/** A uuid, the score, and of each arm its rank and score. */
const hitBytes = 16 + 8 + 3 * (4 + 8);
/** Tells bytes of this form from those of others. */
const version = 2;
/** The version, and until when the ranking holds. */
const headBytes = 1 + 8;

/** Ids and scores of a ranking, some 60 bytes a hit: what caches keep of it, and never a word of a memory. */
export interface PackedRanking {
  readonly bytes: Buffer;
}

/** `until`: when another memory begins to hold, in milliseconds since 1970, by the clock of this process; null: none will. */
export function packRanking(hits: readonly AnsweredHit[], until: number | null = null): PackedRanking {
  const bytes = Buffer.allocUnsafeSlow(headBytes + hits.length * hitBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint8(0, version);
  view.setFloat64(1, until ?? Number.POSITIVE_INFINITY, true);
  let at = headBytes;
  for (const hit of hits) {
    if (hit.writeId) hit.writeId(bytes, at);
    else writeUuid(hit.id, bytes, at);
    view.setFloat64(at + 16, hit.score, true);
    writeArm(hit.lexical, view, at + 24);
    writeArm(hit.semantic, view, at + 36);
    writeArm(hit.graph, view, at + 48);
    at += hitBytes;
  }
  return { bytes };
}

/** A rank counts from 1: 0 says that the arm did not find it. */
function writeArm(arm: ArmScore | null, view: DataView, at: number): void {
  view.setUint32(at, arm?.rank ?? 0, true);
  view.setFloat64(at + 4, arm?.score ?? 0, true);
}

/** Null where the bytes are of another form. */
export const packedRanking = (bytes: Buffer): PackedRanking | null =>
  bytes[0] === version && (bytes.length - headBytes) % hitBytes === 0 ? { bytes: ownBytes(bytes) } : null;

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
  const count = (bytes.length - headBytes) / hitBytes;
  return Array.from({ length: count }, (_, index) => new PackedHit(bytes, headBytes + index * hitBytes, explain));
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
    return this.#arm(0);
  }

  get semantic(): ArmScore | null {
    return this.#arm(1);
  }

  get graph(): ArmScore | null {
    return this.#arm(2);
  }

  explain(): Promise<readonly ScorePart[]> {
    return this.#explain(this.id);
  }

  #arm(place: number): ArmScore | null {
    const at = this.#at + 24 + 12 * place;
    const rank = this.#bytes.readUInt32LE(at);
    return rank === 0 ? null : { rank, score: this.#bytes.readDoubleLE(at + 4) };
  }
}

function uuidAt(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
