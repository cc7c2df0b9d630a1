import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { portOf } from '../support/port-of.ts';

/** A proxy in front of a TCP server. It can be shut as if the server were down (connections break, new ones are refused), or be slow. */
export class TcpGate implements AsyncDisposable {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  /** The clients' sockets, and whether they are muted. */
  readonly #muted = new Map<Socket, boolean>();
  #server: Server | null = null;
  #port = 0;
  /** Delay of everything that the server answers. */
  delayMs = 0;
  /** Called for each delayed answer. */
  onLateAnswer = () => {};
  /** Called for everything that a client sends. */
  onQuestion = (_bytes: Buffer) => {};

  constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#target);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => {
          this.#sockets.delete(socket);
          this.#muted.delete(near);
          near.destroy();
          far.destroy();
        });
      }
      near.on('data', (chunk: Buffer) => this.onQuestion(chunk)).pipe(far);
      this.#muted.set(near, false);
      far.on('data', (chunk) => {
        if (this.#muted.get(near)) return;
        if (this.delayMs === 0) near.write(chunk);
        else {
          setTimeout(() => {
            this.onLateAnswer();
            near.write(chunk);
          }, this.delayMs).unref();
        }
      });
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = portOf(server);
    this.#server = server;
  }

  /** Silences the existing connections, as if the server had vanished without closing them; new ones work as before. */
  mute(): void {
    for (const socket of this.#muted.keys()) this.#muted.set(socket, true);
  }

  async shut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shut();
  }
}
