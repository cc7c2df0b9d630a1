import { once } from 'node:events';
import type { Duplex } from 'node:stream';

interface BackendMessage {
  readonly tag: string;
  readonly body: Buffer;
}

const STARTUP = Buffer.from('\x00\x00\x00\x09\x00\x03\x00\x00\x00', 'latin1');

/** Speaks the Postgres wire protocol message by message, for sequences that `pg` never sends. */
export class RawPostgresClient {
  readonly #stream: Duplex;
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
  }

  static async start(stream: Duplex & { connect(): unknown }): Promise<RawPostgresClient> {
    const client = new RawPostgresClient(stream);
    stream.connect();
    await once(stream, 'connect');
    client.send(STARTUP);
    await client.until('Z');
    return client;
  }

  send(...messages: readonly Uint8Array[]): void {
    for (const message of messages) this.#stream.write(message);
  }

  /** Sends messages. Returns the answer up to ReadyForQuery, as tags and their readable contents. */
  async ask(...messages: readonly Uint8Array[]): Promise<string> {
    this.send(...messages);
    return describe(await this.until('Z'));
  }

  /** Returns the messages up to the first with this tag. */
  async until(tag: string): Promise<BackendMessage[]> {
    const messages: BackendMessage[] = [];
    for (;;) {
      const message = await this.#next();
      messages.push(message);
      if (message.tag === tag) return messages;
    }
  }

  get unread(): number {
    return this.#received.length;
  }

  async #next(): Promise<BackendMessage> {
    while (this.#received.length < 5 || this.#received.length < this.#received.readUInt32BE(1) + 1) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const end = this.#received.readUInt32BE(1) + 1;
    const message = { tag: this.#received.toString('latin1', 0, 1), body: this.#received.subarray(5, end) };
    this.#received = this.#received.subarray(end);
    return message;
  }
}

/** `T D(1) C(SELECT 1) Z(I)`: enough to compare answers. */
function describe(messages: readonly BackendMessage[]): string {
  return messages.map(({ tag, body }) => (shown[tag] ? `${tag}(${shown[tag](body)})` : tag)).join(' ');
}

const shown: Readonly<Record<string, (body: Buffer) => string>> = {
  C: (body) => body.toString('utf8', 0, body.length - 1),
  D: (body) => body.toString('utf8', 6),
  d: (body) => JSON.stringify(body.toString()),
  E: (body) => /\0C(\w{5})\0/.exec(body.toString())?.[1] ?? '?',
  Z: (body) => body.toString(),
};
