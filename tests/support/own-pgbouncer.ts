import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { postgresUser } from './own-postgres.ts';

/** PgBouncer refuses to run as root, and only root can start it as another user. */
export const canRunPgBouncer =
  process.getuid?.() === 0 && spawnSync('pgbouncer', ['--version'], { stdio: 'ignore' }).status === 0;

interface OwnPgBouncer extends AsyncDisposable {
  /** The same database through PgBouncer, without startup options. */
  readonly url: string;
}

interface Given {
  readonly program?: string;
  /** Number of connections to Postgres. */
  readonly poolSize?: number;
}

/** Starts a PgBouncer in front of a Postgres, for the caller alone. */
export async function startPgBouncer(
  databaseUrl: string,
  mode: 'transaction' | 'statement',
  { program = 'pgbouncer', poolSize = 4 }: Given = {},
): Promise<OwnPgBouncer> {
  const { uid, gid } = postgresUser();
  const port = await freePort();
  const { hostname, port: serverPort, username, pathname } = new URL(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${serverPort} user=${username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
    `default_pool_size = ${poolSize}`,
    'max_client_conn = 1000',
  ];
  writeFileSync(join(folder, 'pgbouncer.ini'), settings.join('\n'));
  chownSync(folder, uid, gid);
  const child = spawn(program, ['--quiet', join(folder, 'pgbouncer.ini')], { uid, gid, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await untilOpen(port);
  return {
    url: `postgres://${username}@127.0.0.1:${port}${pathname}?options=`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function untilOpen(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const opened = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (opened) return;
    await delay(20);
  }
}
