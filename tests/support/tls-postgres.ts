import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { type IssuedCertificate, makeCertificate } from './own-authority.ts';

export type Certificate = Pick<IssuedCertificate, 'cert' | 'key'>;

/** A self-signed certificate for `localhost` and `::1` and no other name. */
export function newCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'mnemograph-tls-'));
  const made = makeCertificate(folder, 'test', '-addext', 'subjectAltName=DNS:localhost,IP:::1');
  rmSync(folder, { recursive: true });
  return made;
}

/** Where a proxy listens: a TCP address, or the path of a unix socket. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string };

/**
 * A proxy in front of a real Postgres: it listens at `place`, speaks TLS with clients that ask for it, and forwards the traffic.
 * Returns the port and the number of encrypted connections.
 */
export async function openDoor(databaseUrl: string, place: Place, certificate: Certificate | undefined) {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let encrypted = 0;
  const server = createServer((client) => {
    client.once('data', (first) => {
      const upstream = connect(Number(port), hostname);
      for (const socket of [client, upstream]) sockets.add(socket.on('error', () => socket.destroy()));
      if (!isSslRequest(first)) {
        upstream.write(first);
        client.pipe(upstream).pipe(client);
        return;
      }
      client.write('S');
      const secure = new TLSSocket(client, { isServer: true, ...certificate });
      secure
        .on('error', () => upstream.destroy())
        .once('secure', () => {
          encrypted += 1;
        });
      secure.pipe(upstream).pipe(secure);
    });
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  await once(server.listen(place), 'listening');
  const address = server.address();
  return { port: typeof address === 'object' ? address?.port : undefined, encrypted: () => encrypted };
}

const isSslRequest = (bytes: Buffer): boolean => bytes.length === 8 && bytes.readUInt32BE(4) === 80_877_103;
