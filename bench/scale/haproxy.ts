import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../tests/support/free-port.ts';

export interface Balancer extends AsyncDisposable {
  readonly url: string;
}

const settings = (port: number, servers: readonly string[]): string => `
defaults
  mode http
  timeout connect 2s
  timeout client 75s
  timeout server 130s
  timeout tunnel 1h
  retries 2
  option redispatch
frontend clients
  bind 127.0.0.1:${port}
  default_backend api
backend api
  balance leastconn
  option httpchk GET /ready
  http-check expect status 200
  timeout check 2s
  default-server check inter 500ms fall 3 rise 1
${servers.map((endpoint, n) => `  server api${n} ${new URL(endpoint).host}`).join('\n')}
`;

/** Starts HAProxy in front of API processes, as docs/scaling.md describes it. */
export async function startBalancer(folder: string, name: string, servers: readonly string[]): Promise<Balancer> {
  const port = await freePort();
  const file = join(folder, `${name}.cfg`);
  await writeFile(file, settings(port, servers));
  const child = spawn('haproxy', ['-q', '-db', '-f', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url);
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (let tried = 0; tried < 200; tried += 1) {
    const response = await fetch(`${url}/ready`).catch(() => null);
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error('HAProxy finds no API process that is ready');
}
