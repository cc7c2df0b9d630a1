import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '../src/platform/config/env.ts';

// Starts a server once and loads the lazily loaded modules, so that NODE_COMPILE_CACHE holds their compiled code: for images, whose
// servers cannot write it.
const built = new URL('../dist/server/', import.meta.url);
const folder = await mkdtemp(join(tmpdir(), 'mnemograph-compile-'));
try {
  const secret = 'a secret that nobody ever signs with';
  const own = {
    DATABASE_URL: '',
    DATA_DIR: folder,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    JWT_SECRET: secret,
  };
  const server = spawn(process.execPath, [fileURLToPath(new URL('main.js', built))], {
    env: { ...readEnvironment(), ...own },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  for await (const line of createInterface(server.stdout)) if (line.includes('answers at')) server.kill('SIGTERM');
  const [code] = await ended;
  if (code !== 0) throw new Error(`The server ended with ${code}`);
  const files = await readdir(built);
  const onDemand = files.filter((name) => name.endsWith('.js') && !['main.js', 'worker.js'].includes(name));
  await Promise.all(onDemand.map((name) => import(new URL(name, built).href)));
} finally {
  await rm(folder, { recursive: true });
}
