import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../src/app/build-app.ts';
import { loadConfig } from '../src/platform/config/config.ts';

// Runs a server once, and loads what others load on demand, so that NODE_COMPILE_CACHE holds their compiled code: for images, whose
// servers cannot write it.
const folder = await mkdtemp(join(tmpdir(), 'mnemograph-compile-'));
try {
  const secret = 'a secret that nobody ever signs with';
  await using _app = await buildApp(
    loadConfig({ DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', JWT_SECRET: secret }),
  );
  await Promise.all([
    import('ioredis'),
    import('neo4j-driver'),
    import('../src/platform/language-model/openai-language-model.ts'),
    import('../src/app/start-process.ts'),
    import('../src/app/start-jobs.ts'),
    import('../src/app/cluster/serve-as-worker.ts'),
    import('../src/app/cluster/supervise.ts'),
  ]);
} finally {
  await rm(folder, { recursive: true });
}
