import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

/** A Redis that belongs to the test, which may stop and start it. */
export interface OwnRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** The caller must stop it. With a certificate for `localhost` it accepts only TLS; with a password it requires that. */
export async function startOwnRedis(tls: TlsFiles | null = null, password = ''): Promise<OwnRedis> {
  const port = await freePort();
  const url = tls ? `rediss://localhost:${port}` : `redis://${password && `:${password}@`}127.0.0.1:${port}`;
  const ports = tls
    ? ['--port', '0', '--tls-port', String(port), '--tls-cert-file', tls.certFile, '--tls-key-file', tls.keyFile]
    : ['--port', String(port), '--requirepass', password];
  const unchecked = tls ? { tls: { rejectUnauthorized: false } } : {};
  let server: ChildProcess | null = null;
  const start = async () => {
    server = spawn(
      'redis-server',
      [...ports, ...(tls ? ['--tls-auth-clients', 'no'] : []), '--save', '', '--appendonly', 'no'],
      { stdio: 'ignore' },
    );
    const client = new Redis(url, { ...unchecked, retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on('error', () => {});
    await client.ping();
    client.disconnect();
  };
  const stop = async () => {
    const running = server;
    server = null;
    if (!running) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  await start();
  return { url, start, stop };
}
