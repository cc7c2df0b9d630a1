import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { signToken } from '../../src/account/token-signer.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;
const secret = 'a secret of the bench alone, 32 bytes and more';

export interface BenchServer extends AsyncDisposable {
  readonly endpoint: string;
  readonly token: string;
  readonly pid: number;
}

/** Starts the product as a process of its own, on Postgres, or embedded in a new folder where `databaseUrl` is null. */
export async function startServer(
  databaseUrl: string | null,
  nodeOptions: readonly string[] = [],
): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-bench-'));
  const settings = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', JWT_SECRET: secret, DATA_DIR: folder };
  // In its own folder, so that no .env of this one is read.
  const child = spawn(process.execPath, [...nodeOptions, main], {
    cwd: folder,
    env: databaseUrl === null ? settings : { ...settings, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true });
  };
  try {
    const endpoint = await endpointOf(child);
    return { endpoint, token: await benchToken(), pid: child.pid ?? 0, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const benchToken = (): Promise<string> =>
  signToken(
    { secrets: [{ kid: null, secret }], audience: null, issuer: null },
    { principal: 'bench', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '1d' },
  );

/** The server says where it answers once it does. */
async function endpointOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The server has no output');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const [endpoint] = /http:\S+\/graphql/.exec(line) ?? [];
    if (!endpoint) continue;
    // What it says from now on is not read, and must not stop it.
    child.stdout.resume();
    return endpoint;
  }
  throw new Error('The server ended before it answered');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
