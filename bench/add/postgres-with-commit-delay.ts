import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = new URL('../../scripts/services.sh', import.meta.url).pathname;
const port = '25632';

interface DelayedPostgres extends AsyncDisposable {
  readonly url: string;
}

/** Starts a second Postgres whose commits take 2 ms longer, as on a disk with slow flushes. Disposing stops it. */
export async function startDelayedPostgres(): Promise<DelayedPostgres> {
  const settings = {
    SERVICES_RUN_DIR: join(tmpdir(), 'mnemograph-bench-services'),
    SERVICES_POSTGRES_PORT: port,
    SERVICES_POSTGRES_OPTIONS: '-c fsync=on -c commit_delay=2000 -c commit_siblings=0',
  };
  const env = { ...process.env, ...settings };
  await run('bash', [script, 'start', 'postgres'], { env });
  return {
    url: `postgres://postgres@127.0.0.1:${port}/mnemograph`,
    [Symbol.asyncDispose]: async () => {
      await run('bash', [script, 'stop', 'postgres'], { env });
    },
  };
}
