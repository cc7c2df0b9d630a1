import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';

interface Message {
  readonly id?: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read into messages freely and compare what they find
  readonly payload?: any;
}

/** A client that speaks the graphql-ws protocol message by message, including what no library would send. */
export class RawSocket {
  readonly socket: WebSocket;
  /** All received messages, in order. */
  readonly messages: Message[] = [];
  /** Resolves with the code and the reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #looks = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
    socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)));
      for (const look of this.#looks) look();
    });
    socket.on('error', () => {});
  }

  static async open(url: string, options: ClientOptions = {}, protocol = 'graphql-transport-ws'): Promise<RawSocket> {
    const socket = new WebSocket(url, protocol, options);
    const raw = new RawSocket(socket);
    onTestFinished(() => socket.terminate());
    await Promise.race([new Promise((resolve) => socket.once('open', resolve)), raw.closed]);
    return raw;
  }

  /** Opens a connection and has it acknowledged, with these parameters. */
  static async connect(url: string, params: object = { authorization: 'Bearer ada' }, options: ClientOptions = {}) {
    const raw = await RawSocket.open(url, options);
    raw.send({ type: 'connection_init', payload: params });
    await raw.until(({ type }) => type === 'connection_ack');
    return raw;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: Record<string, unknown> = {}): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  of(id: string): Message[] {
    return this.messages.filter((message) => message.id === id);
  }

  /** Resolves with the first matching message, received already or later. */
  until(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.messages.find(fits);
        if (!found) return;
        this.#looks.delete(look);
        resolve(found);
      };
      this.#looks.add(look);
      look();
    });
  }

  /** The first result of an operation, or its end. */
  answer(id: string): Promise<Message> {
    return this.until((message) => message.id === id);
  }
}
