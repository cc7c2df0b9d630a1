import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { signToken } from '../../src/account/token-signer.ts';
import type { ApiOptions } from './api.ts';
import { askProbe } from './ask-probe.ts';
import { build, startFile, startFlags, startVariables, workerFile } from './start-script.ts';

/** Signs the tokens of a bench's own servers. */
export const benchSecret = 'a secret of the bench alone, 32 bytes and more';

/** Benches measure the server, not the rate limits of its plans. */
const unlimited = { RATE_LIMIT_PRO: '1000000000' };

/** The account that owns everything a bench stores in its own server. */
export const benchAccount = 'bench';

/** The GraphQL endpoint, given any URL of a server. */
export const endpointAt = (url: string): string => new URL('/graphql', url).href;

/** A running server, as the options `--url` and `--token` name it. */
export function namedServer(url: string, token: string | undefined): ApiOptions {
  if (!token) throw new Error('--token is missing: npm run token prints one');
  return { endpoint: endpointAt(url), token };
}

export interface BenchServer extends AsyncDisposable {
  readonly endpoint: string;
  readonly token: string;
  readonly pid: number;
  /** The reply over IPC of a module that `nodeOptions` loaded into the server. */
  askProbe(): Promise<unknown>;
}

export interface ServerOptions {
  /** Holds the embedded database. The server runs in it, so that it does not read the .env of this folder. */
  readonly folder: string;
  /** Null: embedded. */
  readonly databaseUrl: string | null;
  readonly nodeOptions?: readonly string[];
  /** Settings of the product, by environment variable. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts the product in a process of its own. Disposing stops it and may be repeated. */
export async function startServer(options: ServerOptions): Promise<BenchServer> {
  const { folder, databaseUrl, nodeOptions = [] } = options;
  build();
  const own = {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    JWT_SECRET: benchSecret,
    DATA_DIR: folder,
    ...unlimited,
  };
  const settings = { ...startVariables, ...own, ...options.settings };
  const child = spawn(process.execPath, [...startFlags, ...nodeOptions, startFile.pathname], {
    cwd: folder,
    env: databaseUrl === null ? settings : { ...settings, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [endpoint, token] = await Promise.all([endpointOf(child), signBenchToken()]);
  return {
    endpoint,
    token,
    pid: child.pid ?? 0,
    askProbe: () => askProbe(child),
    [Symbol.asyncDispose]: () => end(child),
  };
}

/** A token of this account, for a server started here. */
export const signBenchToken = (principal = benchAccount, plan: 'FREE' | 'PRO' = 'PRO'): Promise<string> =>
  signToken(
    { secrets: [{ kid: null, secret: benchSecret }], audience: null, issuer: null },
    { principal, plan, scopes: ['read', 'write', 'admin'], expires: '1d' },
  );

/** Starts a worker process for jobs alongside servers with the same settings. */
export function startWorker({
  folder,
  databaseUrl,
  settings,
}: ServerOptions): AsyncDisposable & { readonly pid: number } {
  const own = { LOG_LEVEL: 'warn', JWT_SECRET: benchSecret, DATA_DIR: folder, ...settings };
  const env = databaseUrl === null ? own : { ...own, DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, [workerFile.pathname], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { pid: child.pid ?? 0, [Symbol.asyncDispose]: () => end(child) };
}

/** A line of the server's log that says what failed: an answer only names its request id. */
const failure = /"level":[56]0\b/;

/** The server prints its endpoint once it serves. All further output is read, so that a full pipe does not block it. */
function endpointOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The server has no output');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: stdout })
    .on('line', (line) => {
      const [endpoint] = /http:\S+\/graphql/.exec(line) ?? [];
      if (endpoint) resolve(endpoint);
      if (failure.test(line)) console.error(line);
    })
    .on('close', () => reject(new Error('The server ended before it answered')));
  return promise;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
