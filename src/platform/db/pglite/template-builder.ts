import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { neededExtensions } from '../extensions.ts';
import { embeddedPool } from './embedded-pool.ts';
import { packFolder, unpackFolder } from './tar-archive.ts';
import { WorkerLink } from './worker-link.ts';

export interface TemplateOptions {
  /** The template that this one begins with. Null: from nothing, by Postgres's own `initdb`, which takes seconds. */
  readonly base: (() => Promise<Buffer>) | null;
  /** Puts in what databases made from the template shall have, migrations for one. */
  readonly prepare?: (pool: Pool) => Promise<void>;
}

/** `initdb` makes three databases. We use one, and the two others are two thirds of the folder. */
const UNUSED_DATABASES = ['template0', 'template1'] as const;

/** Makes a template for `openEmbedded`: a data folder that was closed cleanly, as a tar archive. */
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

/** Nobody needs the log of what made the template: two checkpoints later its files are gone. */
async function dropLog(pool: Pool): Promise<void> {
  await pool.query('SET wal_recycle = off');
  for (let round = 0; round < 2; round += 1) {
    await pool.query('SELECT pg_switch_wal()');
    await pool.query('CHECKPOINT');
  }
}
