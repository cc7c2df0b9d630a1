import { WebSocket } from 'ws';

interface SubscriberOptions {
  readonly url: string;
  readonly count: number;
  readonly protocol?: string;
  /** Messages that the subscriber of this index sends first, each after the previous one is answered; with the last it is ready. */
  hello(index: number): readonly string[];
}

/** Clients with a socket each. They count messages and parse them only where asked to. */
export class Subscribers implements Disposable {
  readonly #sockets: readonly WebSocket[];
  #received = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #firstAt = 0;
  #done = Promise.withResolvers<void>();
  #look: ((text: string) => void) | null = null;

  private constructor(sockets: readonly WebSocket[]) {
    this.#sockets = sockets;
  }

  static async connect(options: SubscriberOptions): Promise<Subscribers> {
    const { url, count, protocol } = options;
    const sockets: WebSocket[] = [];
    const ready: Promise<void>[] = [];
    for (let index = 0; index < count; index += 1) {
      const socket = new WebSocket(url, protocol ? [protocol] : [], { perMessageDeflate: false });
      sockets.push(socket);
      ready.push(greet(socket, index, options));
      // Keeps within the server's connection backlog.
      if (index % 50 === 49) await Promise.all(ready);
    }
    await Promise.all(ready);
    const all = new Subscribers(sockets);
    for (const socket of sockets) socket.on('message', (data: Buffer) => all.#receive(data));
    return all;
  }

  /** Waits for this many messages, counted from the call. Returns how many arrived per second. */
  expect(messages: number, look: ((text: string) => void) | null = null): Promise<number> {
    this.#received = 0;
    this.#wanted = messages;
    this.#look = look;
    this.#done = Promise.withResolvers();
    return this.#done.promise.then(() => ((messages - 1) / (performance.now() - this.#firstAt)) * 1_000);
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  #receive(data: Buffer): void {
    if (this.#received === 0) this.#firstAt = performance.now();
    this.#received += 1;
    this.#look?.(data.toString());
    if (this.#received === this.#wanted) this.#done.resolve();
  }
}

function greet(socket: WebSocket, index: number, { hello }: SubscriberOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const [first, ...rest] = hello(index);
  const answer = (data: Buffer) => {
    const text = data.toString();
    if (text.includes('"errors"') || text.includes('"type":"error"')) reject(new Error(text));
    const next = rest.shift();
    if (next !== undefined) return socket.send(next);
    socket.off('message', answer);
    resolve();
  };
  socket.once('error', reject);
  socket.once('close', (code, reason) => reject(new Error(`closed with ${code} ${reason}`)));
  socket.once('open', () => {
    if (first === undefined) return resolve();
    socket.on('message', answer);
    socket.send(first);
  });
  return promise;
}
