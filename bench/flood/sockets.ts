import { once } from 'node:events';
import { WebSocket } from 'ws';

const pings = 100;

async function open(endpoint: string): Promise<WebSocket> {
  const socket = new WebSocket(endpoint.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  const acknowledged = once(socket, 'message');
  socket.send('{"type":"connection_init"}');
  await acknowledged;
  return socket;
}

/** Opens a socket and closes it without any operation. */
export async function openAndClose(endpoint: string): Promise<void> {
  const socket = await open(endpoint);
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}

/** Unauthenticated sockets, each used by one caller at a time. */
export class Pingers {
  readonly #free: WebSocket[];

  private constructor(sockets: readonly WebSocket[]) {
    this.#free = [...sockets];
  }

  static async open(endpoint: string, count: number): Promise<Pingers> {
    return new Pingers(await Promise.all(Array.from({ length: count }, () => open(endpoint))));
  }

  /** Sends a hundred messages at once and waits for their answers. */
  readonly ping = async (): Promise<void> => {
    const socket = this.#free.pop();
    if (!socket) throw new Error('All sockets are in use');
    const answered = Promise.withResolvers<void>();
    let left = pings;
    const count = () => {
      left -= 1;
      if (left === 0) answered.resolve();
    };
    socket.on('message', count);
    for (let n = 0; n < pings; n += 1) socket.send('{"type":"ping"}');
    await answered.promise;
    socket.off('message', count);
    this.#free.push(socket);
  };
}
