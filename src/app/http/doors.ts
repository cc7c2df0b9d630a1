import cluster from 'node:cluster';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, Server as Listener, type ListenOptions } from 'node:net';

/**
 * Listening sockets of one port. libuv accepts one connection of each per turn of the event loop, and a turn of a busy server takes a tenth of a
 * second: with one socket, new connections waited for 20 s and more, while the server knew nothing of them and answered others.
 * Source: `npm run load -- --profile throughput` (docs/adr/0029).
 */
const doorsOfOnePort = 16;

/** Whether several sockets can share a port. A cluster's worker gets its connections from the first process, which does nothing but accept them. */
const canShare = process.platform === 'linux' && cluster.isPrimary;

/**
 * Makes the server listen, by several sockets where that is possible. Returns all of them: it stops accepting once all are closed. Port 0 picks
 * a free one. Rejects with Node's error if the server cannot listen there.
 */
export async function openDoors(server: Server, port: number, host: string): Promise<readonly Listener[]> {
  if (!canShare) {
    await listening(server, { port, host });
    return [server];
  }
  if (port !== 0) await refuseIfTaken(port, host);
  await listening(server, { port, host, reusePort: true });
  const others = Array.from({ length: doorsOfOnePort - 1 }, () => doorTo(server));
  const { port: opened, address } = addressOf(server);
  const place = { port: opened, host: address, reusePort: true };
  await Promise.all(others.map((door) => listening(door, place)));
  return [server, ...others];
}

/** Where a server listens. */
export function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('It listens on no port');
  return address;
}

/** Resolves once they accept nothing more and all connections that they have accepted are closed. */
export const allClosed = (doors: readonly Listener[]): Promise<unknown> =>
  Promise.all(doors.map((door) => once(door, 'close')));

/** Sockets that share a port do not refuse another server's that would share it, too. */
async function refuseIfTaken(port: number, host: string): Promise<void> {
  const alone = new Listener();
  await listening(alone, { port, host });
  alone.close();
  await once(alone, 'close');
}

async function listening(listener: Listener, place: ListenOptions): Promise<void> {
  listener.listen(place);
  await once(listener, 'listening');
}

/** With the options that an HTTP server has. */
const doorTo = (server: Server): Listener =>
  new Listener({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket));
