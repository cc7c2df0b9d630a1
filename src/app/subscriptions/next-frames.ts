/**
 * Gathers `next` messages of one subscription as wire frames for a single write. A WebSocket library would make an object, a
 * copy and a chunk of each; here a result's JSON, which many subscribers share, is copied behind each one's own head.
 */
export class NextFrames {
  readonly #head: Buffer;
  readonly #jsons: Buffer[] = [];
  #bytes = 0;

  constructor(id: string) {
    this.#head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  /** Bytes gathered so far. */
  get bytes(): number {
    return this.#bytes;
  }

  add(json: Buffer): void {
    this.#jsons.push(json);
    const length = this.#lengthOf(json);
    this.#bytes += headerLength(length) + length;
  }

  /** Returns what was gathered, and starts afresh. */
  take(): Buffer {
    const frames = Buffer.allocUnsafe(this.#bytes);
    let place = 0;
    for (const json of this.#jsons) {
      place = writeHeader(frames, place, this.#lengthOf(json));
      place += this.#head.copy(frames, place);
      place += json.copy(frames, place);
      frames[place] = closingBrace;
      place += 1;
    }
    this.#jsons.length = 0;
    this.#bytes = 0;
    return frames;
  }

  #lengthOf = (json: Buffer): number => this.#head.length + json.length + 1;
}

const closingBrace = 0x7d;
/** RFC 6455, 5.2: a text message's last frame; frames from a server are not masked. */
const wholeText = 0x81;

const headerLength = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

function writeHeader(frames: Buffer, place: number, length: number): number {
  frames[place] = wholeText;
  if (length < 126) {
    frames[place + 1] = length;
    return place + 2;
  }
  if (length < 65_536) {
    frames[place + 1] = 126;
    return frames.writeUInt16BE(length, place + 2);
  }
  frames[place + 1] = 127;
  return frames.writeBigUInt64BE(BigInt(length), place + 2);
}
