import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { hasCode } from '../error-code.ts';
import { isThere } from '../is-there.ts';
import type { DataHeader, OnProgress } from './data-file.ts';

/** Gives the rows of a table as JSON texts, some at a time. */
export type ReadRows = (table: string) => AsyncIterable<readonly string[]>;

/**
 * Writes header, rows and end, packed, for the owner's eyes only. What is broken off leaves no file: it has its name only once
 * it is whole and on the disk. Throws where such a file is there already.
 */
export async function writeDataFile(
  path: string,
  header: DataHeader,
  rows: ReadRows,
  onProgress: OnProgress,
): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const file = await begin(unfinished);
  try {
    if (await isThere(path)) throw new Error(`${path} is there already: move it away, or name another file`);
    // The least effort: the text is packed to a third, and the database is not kept waiting.
    const packed = createGzip({ level: 1 });
    await pipeline(lines(header, rows, onProgress), packed, file.createWriteStream({ flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    await file.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Two that wrote the same file would mix their rows in it. */
const begin = (unfinished: string): Promise<FileHandle> =>
  open(unfinished, 'wx', 0o600).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new Error(
      `${unfinished} is there already: another export writes it, or one that was killed has left it; remove it then, or name another file`,
      { cause: error },
    );
  });

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
