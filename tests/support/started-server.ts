import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { askProbe } from '../../bench/support/ask-probe.ts';
import { startFile } from '../../bench/support/start-script.ts';
import { makeToken } from '../../scripts/token.ts';

/** A server in a process of its own, started as a user starts it. */
export interface StartedServer {
  readonly endpoint: string;
  readonly process: ChildProcess;
  /** Kills it, as a crash would. */
  kill(): Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
  /** Its last output, such as errors. */
  said(): string;
  /** The reply over IPC of a module that `nodeOptions` loaded into it. */
  askProbe(): Promise<unknown>;
}

const keptLines = 50;

interface StartOptions {
  readonly nodeOptions?: readonly string[];
}

/** Starts what `npm start` runs, on a free port, with these settings and none from the caller's environment. Waits until it answers. */
export async function startServer(
  settings: Record<string, string>,
  { nodeOptions = [] }: StartOptions = {},
): Promise<StartedServer> {
  const env = { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'warn', ...settings };
  const args = [...nodeOptions, startFile.pathname];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The server has no output');
  const exited = once(child, 'exit');
  const said: string[] = [];
  stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  for await (const line of createInterface(stdout)) {
    said.push(line);
    const endpoint = /answers at (\S+)/.exec(line)?.[1];
    if (endpoint === undefined) continue;
    stdout.on('data', (chunk: Buffer) => {
      said.push(chunk.toString());
      said.splice(0, said.length - keptLines);
    });
    const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
      child.kill(signal);
      await exited;
    };
    return {
      endpoint,
      process: child,
      said: () => said.join('\n'),
      askProbe: () => askProbe(child),
      kill: () => end('SIGKILL'),
      stop: () => end('SIGTERM'),
    };
  }
  throw new Error(`The server ended before it answered:\n${said.join('\n')}`);
}

/** The output of `npm run token` for a server with these settings. */
export const tokenFor = (settings: Record<string, string>, ...options: string[]): Promise<string> =>
  makeToken(options, settings);

type Sent = readonly [endpoint: string, token: string, query: string, variables?: object];

/** Sends one operation over HTTP. Returns data and errors. Throws if the connection breaks. */
export async function send(...[endpoint, token, query, variables = {}]: Sent) {
  const response = await fetch(endpoint, {
    method: 'POST',
    // An idle connection would delay the stop of a server.
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query, variables }),
  });
  return await response.json();
}

/** The same for an operation that must succeed. Returns its data. */
export async function post(...sent: Sent) {
  const { data, errors } = await send(...sent);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
