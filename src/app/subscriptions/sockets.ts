import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { RequesterGoneError } from '../../platform/turns/turns.errors.ts';
import type { ErrorMask } from '../error-mask.ts';
import { crowdOf, FairPace } from '../limits/fair-pace.ts';
import { LongInput } from '../limits/long-input.ts';
import type { PersistedOperations } from '../persisted-operations.ts';
import { requestIdOf } from '../plugins/use-answer-headers.ts';
import type { GraphQLServer } from '../yoga.ts';
import type { Departures } from './departures.ts';
import { LoopSlices } from './loop-slices.ts';
import { SocketCredential } from './socket-credential.ts';
import { type SharedParts, SocketLink } from './socket-link.ts';
import { type SocketOrigin, socketOperations } from './socket-operations.ts';

export interface SocketOptions {
  readonly yoga: GraphQLServer;
  readonly persisted: PersistedOperations;
  readonly mask: ErrorMask;
  /** May ask each socket to reconnect elsewhere. */
  readonly departures: Departures;
  readonly log: Logger;
  readonly maxMessageBytes: number;
  /** Most operations that a socket may have under way. */
  readonly perSocket: number;
  /** Most bytes held, in all, of incomplete messages and of long ones under way; omitted: no bound. */
  readonly mostUnsentBytes?: number;
  readonly initMs?: number;
  readonly pingMs?: number;
  /** How long a client may take nothing of what waits for it. */
  readonly stalledMs?: number;
}

/** Close code that clients take for: reconnect and resume. */
const serviceRestart = 1012;
/** As long as a request's headers may take: over a poor network a message and its answer are seconds apart. */
const firstMessageMs = 15_000;
const closePatienceMs = 2_000;
const lookEveryMs = 1_000;
/** A client that opens and closes sockets without pause waits for its earlier ones: it slows down others, too. */
const opening = { atOnce: 100, gapMs: 2 };
/**
 * Messages are paced, too, round-robin over the sockets: ten thousand a second suffice for the pings of a hundred thousand clients, and are
 * more than can be handled of any other kind. Unpaced pings slowed searches 3.2 times.
 */
const reading = { atOnce: 100, gapMs: 1, eachGap: 10 };

/** GraphQL over WebSockets, on the endpoint that answers HTTP. */
export class Sockets implements AsyncDisposable {
  readonly #server: WebSocketServer;
  readonly #operations: Server<SocketOrigin>;
  readonly #links = new Set<SocketLink>();
  readonly #opening = new FairPace(opening);
  readonly #shared: SharedParts;
  readonly #departures: Departures;
  readonly #log: Logger;
  readonly #pinging: NodeJS.Timeout;
  readonly #looking: NodeJS.Timeout;
  #stopping = false;

  constructor({
    yoga,
    persisted,
    mask,
    departures,
    log,
    maxMessageBytes,
    perSocket,
    mostUnsentBytes = Number.POSITIVE_INFINITY,
    initMs = firstMessageMs,
    pingMs = 12_000,
    stalledMs = 30_000,
  }: SocketOptions) {
    this.#departures = departures;
    this.#shared = {
      slices: new LoopSlices(),
      stalledMs,
      reading: new FairPace(reading),
      mostUnderWay: 2 * perSocket,
      long: new LongInput(mostUnsentBytes),
    };
    this.#log = log;
    // One frame per socket in each turn of the event loop: whatever a socket floods with, all else gets in between.
    const inTurns = { allowSynchronousEvents: false };
    this.#server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols, ...inTurns });
    this.#operations = socketOperations({ yoga, persisted, mask, perSocket, initMs });
    this.#pinging = setInterval(() => {
      for (const link of this.#links) link.ping();
    }, pingMs).unref();
    this.#looking = setInterval(() => this.#cutOff(mostUnsentBytes), lookEveryMs).unref();
  }

  /** Accepts a request for a WebSocket, in its turn. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // While it waits, nobody else handles its errors.
    const destroy = () => socket.destroy();
    socket.on('error', destroy);
    this.#opening.enter(crowdOf(request), () => {
      if (socket.destroyed) return 0;
      socket.off('error', destroy);
      this.#upgrade(request, socket, head);
      return 1;
    });
  };

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const isEndpoint = request.url?.split('?', 1)[0] === '/graphql';
    if (!isEndpoint || this.#stopping) {
      socket.on('error', () => socket.destroy());
      socket.end(`HTTP/1.1 ${isEndpoint ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened, socket, request));
  }

  /** Bytes that clients have not read yet. */
  get unreadBytes(): number {
    return this.#server.clients.values().reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0);
  }

  get open(): number {
    return this.#links.size;
  }

  /** Asks all clients to reconnect elsewhere. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#pinging);
    clearInterval(this.#looking);
    await Promise.all([...this.#links].map(move));
    this.#server.close();
  }

  /** Cuts off clients with incomplete messages, the longest first, until at most this much is held for them. */
  #cutOff(mostBytes: number): void {
    let held = 0;
    for (const { input } of this.#links) held += input.unsentBytes;
    if (held <= mostBytes) return;
    for (const link of [...this.#links].sort((a, b) => b.input.unsentBytes - a.input.unsentBytes)) {
      if (held <= mostBytes) break;
      held -= link.input.unsentBytes;
      link.cutOff();
    }
    this.#log.warn('sockets with unfinished messages were cut off');
  }

  #open(socket: WebSocket, connection: Duplex, request: IncomingMessage): void {
    const gone = new AbortController();
    const fail = (error: unknown) => {
      // Work that waited for its turn when its client hung up is nobody's failure.
      const level = error instanceof RequesterGoneError ? 'debug' : 'error';
      this.#log[level]({ err: error, requestId: origin.requestId }, 'a socket failed');
    };
    const link = new SocketLink(socket, { ...this.#shared, connection, onFailure: fail });
    const origin = { link, signal: gone.signal, ...originOf(request) };
    this.#links.add(link);
    const present = this.#departures.add(() => void move(link));
    // For example, a message is too large: ws closes the socket with the code for it.
    socket.on('error', (error) => this.#log.debug({ err: error, requestId: origin.requestId }, 'a socket was closed'));
    const closed = this.#operations.opened(link, origin);
    socket.once('close', (code, reason) => {
      this.#links.delete(link);
      present[Symbol.dispose]();
      gone.abort(link.wasCutOff ?? undefined);
      closed(code, String(reason)).catch(fail);
    });
  }
}

const move = (link: SocketLink): Promise<void> => link.end(serviceRestart, 'Service restart', closePatienceMs);

function originOf(request: IncomingMessage): Omit<SocketOrigin, 'link' | 'signal'> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // The handshake's own headers mean nothing to operations, and its streams have a cursor each.
    if (value !== undefined && !/^(?:sec-websocket|last-event-id$)/.test(name)) headers.set(name, String(value));
  }
  const url = `http://${request.headers.host ?? 'localhost'}${request.url ?? '/graphql'}`;
  const credential = new SocketCredential();
  return { credential, url, headers, requestId: requestIdOf(headers), crowd: crowdOf(request) };
}
