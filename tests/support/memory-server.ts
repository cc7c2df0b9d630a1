import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { connectApi } from '../../bench/support/api.ts';
import { processMemory } from '../../bench/support/process-memory.ts';
import { startFile, startFlags, startVariables } from '../../bench/support/start-script.ts';
import type { Run } from './mutate.ts';
import { createDatabase } from './own-database.ts';
import { startServer, tokenFor } from './started-server.ts';

const probe = new URL('server-probe.ts', import.meta.url).pathname;
const probed = z.object({ loaded: z.array(z.string()), bytes: z.number() });

const record = z.object({ files: z.record(z.string(), z.array(z.string())) });

async function modulesOf(loaded: readonly string[]): Promise<readonly string[]> {
  const folder = new URL('./', startFile);
  const { files } = record.parse(JSON.parse(await readFile(new URL('built.json', folder), 'utf8')));
  return loaded.flatMap((url) => files[url.replace(folder.href, '')]?.map((module) => `/${module}`) ?? [url]);
}

/** A server in a process of its own, whose memory is observed from outside. */
export interface MemoryServer extends AsyncDisposable {
  readonly url: string;
  tokenOf(principal: string): Promise<string>;
  /** Runs operations as a principal with all scopes. */
  runAs(principal: string): Promise<Run>;
  /** URLs of the loaded modules, including those inside a bundle. */
  loaded(): Promise<readonly string[]>;
  /** Bytes that remain after a garbage collection. */
  left(): Promise<number>;
  /** Peak resident memory of the process, in bytes. */
  mostResident(): Promise<number>;
}

/** Starts it on a copy of the migrated Postgres, or on a new embedded database. */
export async function startMemoryServer(
  engine: 'embedded' | 'postgres',
  settings: Record<string, string>,
  nodeOptions: readonly string[] = [],
): Promise<MemoryServer> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-memory-'));
  starting.defer(() => rm(folder, { recursive: true }));
  const own: Record<string, string> = {
    DATA_DIR: folder,
    JWT_SECRET: 'a secret of at least thirty-two characters',
    LOG_LEVEL: 'error',
    RATE_LIMIT_PRO: '1000000000',
  };
  if (engine === 'postgres') {
    const database = await createDatabase();
    starting.defer(() => database.drop());
    own['DATABASE_URL'] = database.url;
  }
  const server = await startServer(
    { ...startVariables, ...own, ...settings },
    { nodeOptions: [...startFlags, '--import', probe, ...nodeOptions] },
  );
  starting.defer(() => server.stop());
  const apis = starting.use(new DisposableStack());
  const ask = async () => probed.parse(await server.askProbe());
  const tokenOf = (principal: string) => tokenFor(own, '--user', principal, '--scope', 'admin');
  const running = starting.move();
  return {
    url: new URL(server.endpoint).origin,
    tokenOf,
    async runAs(principal) {
      const token = await tokenOf(principal);
      const api = connectApi({ endpoint: server.endpoint, token, connections: 10 });
      apis.use(api);
      return (query, variables = {}) =>
        api.run(query, variables, z.unknown()).catch((error: unknown) => {
          throw new Error(`${error}\n${server.said()}`);
        });
    },
    loaded: async () => await modulesOf((await ask()).loaded),
    left: async () => (await ask()).bytes,
    mostResident: async () => (await processMemory(server.process.pid ?? 0)).mostResident,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
