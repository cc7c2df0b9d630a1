import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

export interface SlowClientOptions {
  /** Most bytes that the process holds, in all, for clients that do not read their answers or do not finish their bodies. */
  readonly mostBytes: number;
  /** Called with the number of clients cut off. */
  readonly onCut: (clients: number) => void;
}

/** A client that holds less is not worth cutting off. */
const leastBytes = 64 * 1024;
const lookEveryMs = 1_000;

/**
 * Watches what is held for clients: answers until they are read, and bodies until they are complete, which need no token. If it is too
 * much, cuts off those that have stalled the longest. Returns a function that ends the watch.
 */
export function watchSlowClients(server: Server, { mostBytes, onCut }: SlowClientOptions): () => void {
  const clients = new Map<Socket, Client>();
  server.on('connection', (socket: Socket) => {
    clients.set(socket, new Client(socket));
    socket.once('close', () => clients.delete(socket));
  });
  server.on('request', (request: IncomingMessage) => clients.get(request.socket)?.begin(request));
  const timer = setInterval(() => {
    let held = 0;
    for (const client of clients.values()) held += client.look();
    if (held <= mostBytes) return;
    const slow = clients.values().filter(({ looks, bytes }) => looks > 0 && bytes >= leastBytes);
    let cut = 0;
    for (const client of slow.toArray().sort((a, b) => b.looks - a.looks)) {
      if (held <= mostBytes) break;
      held -= client.bytes;
      client.socket.destroy();
      cut += 1;
    }
    if (cut > 0) onCut(cut);
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}

class Client {
  readonly socket: Socket;
  /** Bytes held for it. */
  bytes = 0;
  /** Number of successive looks at which it had read nothing more of an answer, or had an incomplete body. */
  looks = 0;
  #request: IncomingMessage | null = null;
  /** Bytes received before the body. */
  #from = 0;
  /** Bytes of answers that it had read at the last look. */
  #taken = 0;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  begin(request: IncomingMessage): void {
    this.#request = request;
    this.#from = this.socket.bytesRead;
    this.looks = 0;
  }

  look(): number {
    const { writableLength: unread, bytesRead, bytesWritten } = this.socket;
    if (this.#request?.complete) this.#request = null;
    const unsent = this.#request === null ? 0 : bytesRead - this.#from;
    const taken = bytesWritten - unread;
    const holdsUp = unsent > 0 || (unread > 0 && taken === this.#taken);
    this.looks = holdsUp && this.bytes > 0 ? this.looks + 1 : 0;
    this.#taken = taken;
    this.bytes = unread + unsent;
    return this.bytes;
  }
}
