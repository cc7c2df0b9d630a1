import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { isThere } from '../is-there.ts';
import type { DataHeader, OnProgress } from './data-file.ts';

/** Returns the rows of a table as JSON texts, in batches. */
type ReadRows = (table: string) => AsyncIterable<readonly string[]>;

/**
 * Writes header, rows and end, compressed and readable by the owner only. If interrupted, it leaves no file: the file gets its name only once
 * it is complete and on disk. Throws if a file of that name exists.
 *
 * @param signal cancels it.
 */
export async function writeDataFile(
  path: string,
  header: DataHeader,
  rows: ReadRows,
  onProgress: OnProgress,
  signal: AbortSignal | null = null,
): Promise<void> {
  await refuseTaken(path);
  // Two writers of the same file would mix their rows.
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  const file = createWriteStream(unfinished, { mode: 0o600, flush: true });
  try {
    // The lowest level: the text shrinks to a third, and the database is not kept waiting.
    await pipeline(lines(header, rows, onProgress), createGzip({ level: 1 }), file, signal ? { signal } : {});
    await refuseTaken(path);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function refuseTaken(path: string): Promise<void> {
  if (await isThere(path)) throw new Error(`${path} is there already: move it away, or name another file`);
}

async function* lines(header: DataHeader, rows: ReadRows, onProgress: OnProgress): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const noted = (text: string): string => {
    hash.update(text);
    return text;
  };
  yield noted(`${JSON.stringify(header)}\n`);
  let all = 0;
  for (const table of header.tables) {
    const prefix = `[${JSON.stringify(table.name)},`;
    let written = 0;
    for await (const some of rows(table.name)) {
      yield noted(some.map((row) => `${prefix}${row}]\n`).join(''));
      written += some.length;
      onProgress(table.name, written, table.rows);
    }
    all += written;
  }
  yield `${JSON.stringify({ end: { rows: all, sha256: hash.digest('hex') } })}\n`;
}
