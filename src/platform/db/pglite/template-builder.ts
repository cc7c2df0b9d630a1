import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { neededExtensions } from '../extensions.ts';
import { embeddedPool } from './embedded-pool.ts';
import { packFolder, unpackFolder } from './tar-archive.ts';
import { WorkerLink } from './worker-link.ts';

interface TemplateOptions {
  /** The template to start from. Null: start from scratch with Postgres's own `initdb`, which takes seconds. */
  readonly base: (() => Promise<Buffer>) | null;
  /** Adds what databases made from the template shall contain, such as migrations. */
  readonly prepare?: (pool: Pool) => Promise<void>;
}

/** `initdb` creates three databases. We use one; the other two are two thirds of the folder. */
const UNUSED_DATABASES = ['template0', 'template1'] as const;

/** Builds a template for `openEmbedded`: a cleanly closed data folder, as a tar archive. */
export async function makeTemplate({ base, prepare }: TemplateOptions): Promise<Buffer<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-template-'));
  const postgresDir = join(folder, 'postgres');
  const link = new WorkerLink({ postgresDir, template: null, onDeath: () => undefined });
  try {
    if (base !== null) await unpackFolder(await base(), postgresDir);
    const pool = embeddedPool(link);
    if (base === null) await furnish(pool);
    await prepare?.(pool);
    await dropLog(pool);
    await pool.end();
    await link.close();
    return await packFolder(postgresDir);
  } finally {
    await link.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function furnish(pool: Pool): Promise<void> {
  for (const extension of neededExtensions) await pool.query(`CREATE EXTENSION ${extension}`);
  for (const name of UNUSED_DATABASES) {
    await pool.query(`ALTER DATABASE ${name} IS_TEMPLATE false`);
    await pool.query(`DROP DATABASE ${name}`);
  }
  await pool.query('VACUUM (FULL, FREEZE, ANALYZE)');
}

/** The WAL of building the template is not needed: after two checkpoints its files are gone. */
async function dropLog(pool: Pool): Promise<void> {
  await pool.query('SET wal_recycle = off');
  for (let round = 0; round < 2; round += 1) {
    await pool.query('SELECT pg_switch_wal()');
    await pool.query('CHECKPOINT');
  }
}
