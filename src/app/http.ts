import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { SettingError } from '../platform/config/config-error.ts';
import { errorCode } from '../platform/error-code.ts';
import { orAfter } from '../platform/or-after.ts';
import { endWithError } from './http-errors.ts';
import { type SlowClientOptions, watchSlowClients } from './slow-clients.ts';

const HANG_UP_AFTER_MS = 500;
/** Requests that one connection may have sent without waiting for their answers: Node reads on, whatever there is to answer. */
const MOST_PIPELINED = 100;

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The setting that it comes from; omitted: PORT. */
  readonly portVariable?: 'PORT' | 'PROBE_PORT';
  /** How long requests that run may go on when the server stops. */
  readonly drainMs: number;
  /** How long a connection without a request is kept; omitted: five seconds. */
  readonly keepAliveMs?: number;
  /** How long a client may take to send a request; omitted: five minutes. */
  readonly timeoutMs?: number;
  /** The same for its headers alone; omitted: 15 s. */
  readonly headersMs?: number;
  /** Without it nobody can. */
  readonly upgrade?: UpgradeListener;
  /** Told of each request. */
  readonly onRequest?: () => void;
  /** Without it, as much as they like is held for clients that neither read nor send on. */
  readonly slowClients?: SlowClientOptions;
}

/** What takes over requests that ask for another protocol on their connection. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** An HTTP server that listens; disposing it takes no new connections and waits for what runs. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string;
  /**
   * Takes no new connections, and ends those that there are with their next answer, or once they have been idle for as long as
   * their clients were told. Resolves when all are gone.
   */
  leave(): Promise<void>;
}

export async function listen(handle: RequestListener, options: ListenOptions): Promise<HttpServer> {
  const { host, port, drainMs, upgrade, onRequest } = options;
  let leaving = false;
  let stopping = false;
  const underWay = new WeakMap<Socket, number>();
  const unanswered = new Set<ServerResponse>();
  const server = createServer(serverOptions(options), (request, response) => {
    if (isOneTooMany(underWay, request, response)) return;
    onRequest?.();
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (stopping || leaving) endAfter(response);
    response.once('finish', () => {
      if (!request.complete) hangUp(request);
      if (stopping) server.closeIdleConnections();
    });
    takeTarget(request);
    if (namesHost(request)) handle(request, response);
    else refuseHost(response);
  });
  if (upgrade) server.on('upgrade', upgrade);
  if (options.slowClients) server.once('close', watchSlowClients(server, options.slowClients));
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    throw refusal(error, options) ?? error;
  });
  return {
    url: urlOf(server, host),
    async leave() {
      leaving = true;
      unanswered.forEach(endAfter);
      const closed = once(server, 'close');
      // An HTTP server's own `close` cuts idle connections, on which a request may be on its way.
      Listener.prototype.close.call(server);
      await closed;
    },
    async [Symbol.asyncDispose]() {
      stopping = true;
      unanswered.forEach(endAfter);
      await close(server, drainMs);
    },
  };
}

const serverOptions = ({ keepAliveMs = 5_000, timeoutMs = 300_000, headersMs = 15_000, upgrade }: ListenOptions) => ({
  keepAliveTimeout: keepAliveMs,
  requestTimeout: timeoutMs,
  headersTimeout: Math.min(headersMs, timeoutMs),
  connectionsCheckingInterval: Math.min(headersMs, 5_000),
  shouldUpgradeCallback: (request: IncomingMessage) => upgrade !== undefined && asksForSocket(request),
});

/**
 * A kept-alive connection would hold the stop up until its client lets go, or be closed under the client's next request, of which it could not
 * know whether it was done.
 */
function endAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

/** Cuts off who sends requests and does not wait for answers. */
function isOneTooMany(counts: WeakMap<Socket, number>, { socket }: IncomingMessage, response: ServerResponse): boolean {
  const count = (counts.get(socket) ?? 0) + 1;
  counts.set(socket, count);
  response.once('close', () => counts.set(socket, (counts.get(socket) ?? 1) - 1));
  if (count <= MOST_PIPELINED) return false;
  socket.destroy();
  return true;
}

/** What has to change in the settings where it cannot listen there; null: something else is wrong. */
function refusal(error: unknown, { host, port, portVariable = 'PORT' }: ListenOptions): SettingError | null {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') return new SettingError(portVariable, `a port that is free: another process has ${port}`);
  if (code === 'EACCES') return new SettingError(portVariable, `a port that this user may open: ${port} is none`);
  if (code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') return null;
  return new SettingError('HOST', `an address of this machine: ${host} is none`);
}

/** Others are answered as if they had not asked: clients offer HTTP/2 so, as Java's does with every request. */
function asksForSocket(request: IncomingMessage): boolean {
  takeTarget(request);
  const { method, headers } = request;
  return namesHost(request) && headers.upgrade?.trim().toLowerCase() === 'websocket' && method === 'GET';
}

/** A target that is a whole URL, as clients send it to proxies, counts for its path and its host. */
function takeTarget(request: IncomingMessage): void {
  const [, host, path = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.headers.host = host;
  request.url = path.startsWith('/') ? path : `/${path}`;
}

/** Whether a URL can be made of it, as all that handles requests does, whose path is that of the request. */
const namesHost = ({ headers: { host = 'localhost' } }: IncomingMessage): boolean =>
  !/[/?#@\\]/.test(host) && URL.canParse(`http://${host}`);

function refuseHost(response: ServerResponse): void {
  const message = 'The header Host names no host';
  endWithError(response, 400, message, { code: 'BAD_REQUEST' });
}

/**
 * Ends the connection of a request that was answered before its body was read, once the client could read the answer. Where the rest
 * of the body has come meanwhile, the connection is fit for another request, and may have one already.
 */
function hangUp(request: IncomingMessage): void {
  // A client that has gone already took its socket along, whatever the type says.
  const socket: Socket | null = request.socket;
  if (socket === null) return;
  const timer = setTimeout(() => {
    if (!request.complete) socket.destroy();
  }, HANG_UP_AFTER_MS).unref();
  // Not with the socket, which may have had thousands of requests when it is closed.
  request.once('end', () => clearTimeout(timer));
}

async function close(server: Server, drainMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  if ((await orAfter(closed, drainMs, null)) === null) server.closeAllConnections();
  await closed;
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
