import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import type { Database } from '../platform/db/database.ts';
import { type Purged, readLedger } from '../platform/db/purge-ledger.ts';
import { purgedKinds } from '../platform/db/purge-ledger-table.ts';
import { isThere } from '../platform/is-there.ts';
import { portions } from '../platform/portions.ts';

/**
 * Node writes up to 512 KB at once, and of more than that the rest later, so that a line of another process came between. No character
 * takes more than three bytes.
 */
const charactersAtOnce = 128 * 1024;

const line = z.object({
  accountId: z.string().min(1),
  kind: z.enum(purgedKinds),
  id: z.uuid(),
});

/**
 * The ledger outside the database, which a restore takes back with all else: a file with a line of JSON for each purge.
 * Several processes may append to one file; a line that is there twice does no harm.
 */
export class PurgeLedgerFile implements AsyncDisposable {
  /** Whether there was none when it was opened. */
  readonly isNew: boolean;
  readonly #file: FileHandle;
  #purged: readonly Purged[];
  /** What is in it of what the next read may answer. */
  #known: ReadonlySet<string>;
  #next: string | null = null;

  private constructor(file: FileHandle, isNew: boolean, purged: readonly Purged[]) {
    this.isNew = isNew;
    this.#file = file;
    this.#purged = purged;
    this.#known = new Set(purged.map(keyOf));
  }

  /** Makes the file where it is not there, for its owner alone: it names accounts. Throws where it cannot be read or written, or holds something else. */
  static async open(path: string): Promise<PurgeLedgerFile> {
    const isNew = !(await isThere(path));
    const purged: Purged[] = [];
    let number = 0;
    if (!isNew) {
      for await (const lines of linesOf(path)) for (const text of lines) purged.push(...readLine(text, number++));
    }
    return new PurgeLedgerFile(await open(path, 'a+', 0o600), isNew, purged);
  }

  /** What it said when it was opened, until that was purged again. */
  get purged(): readonly Purged[] {
    return this.#purged;
  }

  /** Has what it says purged again, once, and lets go of it: of years that is more than all else that a process holds. */
  async replay(replay: (purged: readonly Purged[]) => Promise<number>): Promise<number> {
    const replayed = await replay(this.#purged);
    this.#purged = [];
    return replayed;
  }

  /** Appends what the database has noted since the last time, at first all that the file does not say. */
  async catchUp(db: Database): Promise<void> {
    const { purged, next } = await readLedger(db, this.#next);
    const fresh = purged.filter((entry) => !this.#known.has(keyOf(entry)));
    const lines = fresh.map((entry) => `${JSON.stringify(entry)}\n`);
    for (const some of portions(lines, { most: charactersAtOnce, sizeOf: ({ length }) => length })) {
      await this.#file.appendFile([(await this.#isTorn()) ? '\n' : '', ...some].join(''));
    }
    if (lines.length > 0) await this.#file.datasync();
    this.#known = new Set(purged.map(keyOf));
    this.#next = next;
  }

  /** Where a machine died, or a disk was full, a part of a line is the last: it stays, and is written again from the database. */
  async #isTorn(): Promise<boolean> {
    const { size } = await this.#file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await this.#file.read(last, 0, 1, size - 1);
    return size > 0 && last.toString() !== '\n';
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close();
  }
}

const keyOf = ({ kind, id }: Purged): string => `${kind} ${id}`;

/** Some at a time: of years they are more than the longest text that there can be. */
async function* linesOf(path: string): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  yield [rest];
}

/** None of an empty line, nor of a part of one (see #isTorn), in whose place a machine that died may leave zeros. */
function readLine(text: string, index: number): Purged[] {
  // Who carried the file here may have ended its lines in another way.
  const entry = text.replaceAll('\0', '').trim();
  if (entry === '' || (entry.startsWith('{') && !entry.endsWith('}'))) return [];
  try {
    return [line.parse(JSON.parse(entry))];
  } catch (error) {
    throw new Error(`line ${index + 1} of the ledger is not a purge: ${entry.slice(0, 80)}`, { cause: error });
  }
}
