import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { SettingError } from '../../platform/config/config-error.ts';
import { errorCode } from '../../platform/error-code.ts';
import { orAfter } from '../../platform/or-after.ts';
import { type SlowClientOptions, watchSlowClients } from '../limits/slow-clients.ts';
import { addressOf, allClosed, openDoors } from './doors.ts';
import { endWithError } from './http-errors.ts';

const HANG_UP_AFTER_MS = 500;
/** How long a request may be on its way: from another continent half of this. */
const ON_ITS_WAY_MS = 250;
/** Requests that a connection may pipeline: Node reads on, however many answers are due. */
const MOST_PIPELINED = 100;

interface ListenOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** The setting that the port comes from; omitted: PORT. */
  readonly portVariable?: 'PORT' | 'PROBE_PORT';
  /** How long running requests may continue when the server stops. */
  readonly drainMs: number;
  /** How long an idle connection is kept; omitted: five seconds. */
  readonly keepAliveMs?: number;
  /** How long a client may take to send a request; omitted: five minutes. */
  readonly timeoutMs?: number;
  /** How long a client may take to send the headers; omitted: 15 s. */
  readonly headersMs?: number;
  /** Handles upgrade requests; omitted: they are treated as if they had not asked. */
  readonly upgrade?: UpgradeListener;
  /** Called for each request. */
  readonly onRequest?: () => void;
  /** Omitted: no bound on what is held for clients that neither read nor continue sending. */
  readonly slowClients?: SlowClientOptions;
}

/** Takes over requests that ask for another protocol on their connection. */
type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** A listening HTTP server; disposing it takes no new connections and waits for running requests. */
export type HttpServer = Awaited<ReturnType<typeof listen>>;

export async function listen(handle: RequestListener, options: ListenOptions) {
  const { host, port, drainMs, upgrade, onRequest } = options;
  let leaving = false;
  let cutsIdle = false;
  const underWay = new WeakMap<Socket, number>();
  const unanswered = new Set<ServerResponse>();
  const server = createServer(serverOptions(options), (request, response) => {
    if (isOneTooMany(underWay, request, response)) return;
    onRequest?.();
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (leaving) endAfter(response);
    response.once('finish', () => {
      if (!request.complete) hangUp(request);
      if (cutsIdle) server.closeIdleConnections();
    });
    takeTarget(request);
    if (namesHost(request)) handle(request, response);
    else refuseHost(response);
  });
  if (upgrade) server.on('upgrade', upgrade);
  if (options.slowClients) server.once('close', watchSlowClients(server, options.slowClients));
  const doors = await openDoors(server, port, host).catch((error: unknown) => {
    throw refusal(error, options) ?? error;
  });
  /** Takes no new connections, and closes existing ones after their next answer. Resolves when all are closed. */
  const leave = async () => {
    leaving = true;
    unanswered.forEach(endAfter);
    const closed = allClosed(doors);
    // Not by the HTTP server's own `close`, which cuts idle connections: a request may be on its way on them.
    for (const door of doors) Listener.prototype.close.call(door);
    await closed;
  };
  return {
    url: urlOf(server, host),
    /** Closes idle connections once they have been idle for as long as their clients were told. */
    leave,
    async [Symbol.asyncDispose]() {
      const left = leave();
      await orAfter(left, Math.min(ON_ITS_WAY_MS, drainMs), null);
      cutsIdle = true;
      server.close();
      if ((await orAfter(left, drainMs, null)) === null) server.closeAllConnections();
      await left;
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
 * Closes the connection after this answer. A kept-alive connection would delay the stop until its client lets go, or be closed under the client's
 * next request, and the client could not know whether that was executed.
 */
function endAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

/** Cuts off a client that sends requests without waiting for answers. */
function isOneTooMany(counts: WeakMap<Socket, number>, { socket }: IncomingMessage, response: ServerResponse): boolean {
  const count = (counts.get(socket) ?? 0) + 1;
  counts.set(socket, count);
  response.once('close', () => counts.set(socket, (counts.get(socket) ?? 1) - 1));
  if (count <= MOST_PIPELINED) return false;
  socket.destroy();
  return true;
}

/** Returns the setting to change if the server cannot listen there; null if something else is wrong. */
function refusal(error: unknown, { host, port, portVariable = 'PORT' }: ListenOptions): SettingError | null {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') return new SettingError(portVariable, `a port that is free: another process has ${port}`);
  if (code === 'EACCES') return new SettingError(portVariable, `a port that this user may open: ${port} is none`);
  if (code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') return null;
  return new SettingError('HOST', `an address of this machine: ${host} is none`);
}

/** Other upgrades are ignored: clients offer HTTP/2 in this way, as Java's does with every request. */
function asksForSocket(request: IncomingMessage): boolean {
  takeTarget(request);
  const { method, headers } = request;
  return namesHost(request) && headers.upgrade?.trim().toLowerCase() === 'websocket' && method === 'GET';
}

/** If the target is an absolute URL, as clients send to proxies, takes its path and host. */
function takeTarget(request: IncomingMessage): void {
  const [, host, path = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.headers.host = host;
  request.url = path.startsWith('/') ? path : `/${path}`;
}

/** Whether the host makes a valid URL, as all request handlers assume, without changing the request's path. */
const namesHost = ({ headers: { host = 'localhost' } }: IncomingMessage): boolean =>
  !/[/?#@\\]/.test(host) && URL.canParse(`http://${host}`);

function refuseHost(response: ServerResponse): void {
  const message = 'The header Host names no host';
  endWithError(response, 400, message, { code: 'BAD_REQUEST' });
}

/**
 * Closes the connection of a request that was answered before its body was read, once the client could read the answer. If the rest
 * of the body arrives meanwhile, a connection that is kept can take another request, and may have one already.
 */
function hangUp(request: IncomingMessage): void {
  // Despite its type, the socket is null once the client has gone.
  const socket: Socket | null = request.socket;
  if (socket === null) return;
  // One that is not kept would be destroyed by Node as soon as the answer is sent, under the client that still sends.
  socket.off('finish', socket.destroy);
  const timer = setTimeout(() => {
    if (!request.complete || socket.writableEnded) socket.destroy();
  }, HANG_UP_AFTER_MS).unref();
  // Not on the socket's close: it may have served thousands of requests by then.
  request.once('end', () => {
    if (!socket.writableEnded) clearTimeout(timer);
  });
}

const urlOf = (server: Server, host: string): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${addressOf(server).port}`;
