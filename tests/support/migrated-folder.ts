import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { unpackFolder } from '../../src/platform/db/pglite/tar-archive.ts';

/** Returns a new data folder as a first start leaves it, for tests of other things: migrating takes longer than the rest of a start. */
export async function migratedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-'));
  await unpackFolder(await readFile(inject('migratedArchive')), join(folder, 'postgres'));
  return folder;
}
