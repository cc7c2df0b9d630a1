import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Api, type ApiOptions, apiBy } from './api.ts';

const headEnd = '\r\n\r\n';

/**
 * An Api on one connection, one operation at a time, cheap enough that many clients hardly load the machine they share with the server.
 * `onHead` receives the head of each answer, before the answer itself.
 */
export async function connectBarely(
  { endpoint, token }: Omit<ApiOptions, 'connections'>,
  onHead: (head: string) => void = () => {},
): Promise<Api> {
  const { hostname, port, pathname, host } = new URL(endpoint);
  const headers = { host, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const connection = await BareConnection.open(hostname, Number(port), onHead);
  const head = `POST ${pathname} HTTP/1.1\r\n${lines.join('')}content-length: `;
  return apiBy(
    (body) => connection.send(`${head}${Buffer.byteLength(body)}${headEnd}${body}`),
    () => connection.close(),
  );
}

/** Parses only as much HTTP as answers with a Content-Length need: Node's own client takes several times the CPU time. */
class BareConnection {
  readonly #socket: Socket;
  readonly #onHead: (head: string) => void;
  #answer: PromiseWithResolvers<string> | null = null;
  #bytes: Buffer = Buffer.alloc(0);
  /** Where the body begins and the answer ends. Null until the head has arrived. */
  #body: { readonly start: number; readonly end: number } | null = null;

  private constructor(socket: Socket, onHead: (head: string) => void) {
    this.#onHead = onHead;
    this.#socket = socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#answer?.reject(error));
    socket.on('close', () => this.#answer?.reject(new Error('The server ended a connection without an answer')));
  }

  static async open(host: string, port: number, onHead: (head: string) => void): Promise<BareConnection> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new BareConnection(socket, onHead);
  }

  send(request: string): Promise<string> {
    const answer = Promise.withResolvers<string>();
    this.#answer = answer;
    this.#bytes = Buffer.alloc(0);
    this.#body = null;
    this.#socket.write(request, (error) => {
      if (error) answer.reject(error);
    });
    return answer.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    this.#body ??= this.#findBody();
    const { start, end } = this.#body ?? { start: 0, end: Number.POSITIVE_INFINITY };
    if (this.#bytes.length >= end) this.#answer?.resolve(this.#bytes.toString('utf8', start, end));
  }

  #findBody(): { readonly start: number; readonly end: number } | null {
    const end = this.#bytes.indexOf(headEnd);
    if (end < 0) return null;
    const head = this.#bytes.toString('latin1', 0, end);
    this.#onHead(head);
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
    if (length === undefined) this.#answer?.reject(new Error('The server did not say how long its answer is'));
    const start = end + headEnd.length;
    return { start, end: start + Number(length) };
  }
}
