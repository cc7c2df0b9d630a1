import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Returns a hash of the names and contents of files below `root`: contents instead of times, which checkouts and copies change. */
export async function fingerprintOf(root: string, files: Iterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(await readFile(resolve(root, file)));
  return hash.digest('hex');
}
