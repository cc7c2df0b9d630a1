import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import type { IssuedCertificate } from './own-authority.ts';

/** A Postgres that belongs to the test, which may stop and start it. */
export interface OwnPostgres {
  /** URL of its database `mnemograph`. */
  readonly url: string;
  start(): Promise<void>;
  /** Stops it at once, as a crash would. */
  stop(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
  run(statement: string): Promise<readonly Record<string, unknown>[]>;
}

const [programs = ''] = globSync('/usr/lib/postgresql/*/bin');
/** Servers run as the user postgres, which only root can arrange. */
export const canRunPostgres = programs !== '' && process.getuid?.() === 0;

/** Creates an empty primary with its files below `parent`. With a certificate it offers TLS. */
export async function startPrimary(
  certificate: IssuedCertificate | null = null,
  parent = tmpdir(),
): Promise<OwnPostgres> {
  const folder = newFolder(parent);
  asPostgres('initdb', ['--pgdata', folder, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']);
  const primary = await serverIn(folder, certificate ? tlsOptions(folder, certificate) : []);
  const server = new URL(primary.url);
  server.pathname = '/postgres';
  await query(server.href, 'create database mnemograph');
  return primary;
}

/** Creates a streaming replica of the primary. */
export async function startReplicaOf(primary: OwnPostgres): Promise<OwnPostgres> {
  const folder = newFolder(tmpdir());
  const { hostname, port } = new URL(primary.url);
  const from = ['--host', hostname, '--port', port, '--username', 'postgres'];
  asPostgres('pg_basebackup', ['--pgdata', folder, ...from, '--write-recovery-conf', '--checkpoint=fast', '--no-sync']);
  return serverIn(folder);
}

/** Postgres requires the key file to belong to the server's user. */
function tlsOptions(folder: string, { cert, key }: IssuedCertificate): string[] {
  const { uid, gid } = postgresUser();
  const files = { 'server.crt': cert, 'server.key': key };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    chownSync(join(folder, name), uid, gid);
  }
  return ['-c', 'ssl=on'];
}

async function serverIn(folder: string, more: readonly string[] = []): Promise<OwnPostgres> {
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/mnemograph`;
  const options = [
    '-c',
    'fsync=off',
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${folder}`,
    ...more,
  ];
  let server: ChildProcess | null = null;
  const start = async () => {
    server = spawn(join(programs, 'postgres'), ['-D', folder, '-p', String(port), ...options], {
      ...postgresUser(),
      stdio: 'ignore',
    });
    await untilItAnswers(url.replace('/mnemograph', '/postgres'));
  };
  const stop = async () => {
    const running = server;
    server = null;
    if (!running) return;
    const ended = once(running, 'exit');
    running.kill('SIGQUIT');
    await ended;
  };
  await start();
  return {
    url,
    start,
    stop,
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
    run: (statement) => query(url, statement),
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    try {
      await query(url, 'select 1');
      return;
    } catch (error) {
      if (tried === 200) throw error;
      await delay(50);
    }
  }
}

async function query(url: string, statement: string) {
  const client = new pg.Client(url);
  // A connection that is cut while it ends emits its error here.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows;
  } finally {
    await client.end();
  }
}

function newFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'own-postgres-'));
  const { uid, gid } = postgresUser();
  chownSync(folder, uid, gid);
  return folder;
}

/** The user as whom servers run that refuse to run as root. */
export function postgresUser() {
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const asPostgres = (program: string, args: readonly string[]) =>
  execFileSync(join(programs, program), args, { ...postgresUser(), cwd: '/', stdio: 'pipe' });
