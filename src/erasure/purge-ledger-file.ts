import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import type { Database } from '../platform/db/database.ts';
import { type Purged, readLedger } from '../platform/db/purge-ledger.ts';
import { purgedKinds } from '../platform/db/purge-ledger-table.ts';
import { isThere } from '../platform/is-there.ts';
import { portions } from '../platform/portions.ts';

/**
 * Node writes at most 512 KB at once and the rest later, so that a line of another process could come in between. A UTF-16 code
 * unit takes at most three bytes.
 */
const charactersAtOnce = 128 * 1024;

const line = z.object({
  accountId: z.string().min(1),
  kind: z.enum(purgedKinds),
  id: z.uuid(),
});

/**
 * The purge ledger outside of the database, which a restore would roll back with everything else: a file with one line of JSON
 * per purge. Several processes may append to the same file; duplicate lines do no harm.
 */
export class PurgeLedgerFile implements AsyncDisposable {
  /** Whether the file did not exist when it was opened. */
  readonly isNew: boolean;
  readonly #file: FileHandle;
  #purged: readonly Purged[];
  /** Keys in the file that the next read of the database may return again. */
  #known: ReadonlySet<string>;
  #next: string | null = null;

  private constructor(file: FileHandle, isNew: boolean, purged: readonly Purged[]) {
    this.isNew = isNew;
    this.#file = file;
    this.#purged = purged;
    this.#known = new Set(purged.map(keyOf));
  }

  /**
   * Opens the file, creating it readable only by its owner, since it names accounts. Throws if it cannot be read or written, or
   * is not a ledger.
   */
  static async open(path: string): Promise<PurgeLedgerFile> {
    const isNew = !(await isThere(path));
    const purged: Purged[] = [];
    let number = 0;
    if (!isNew) {
      for await (const lines of linesOf(path)) for (const text of lines) purged.push(...readLine(text, number++));
    }
    return new PurgeLedgerFile(await open(path, 'a+', 0o600), isNew, purged);
  }

  /** Its entries as of opening, until they were replayed. */
  get purged(): readonly Purged[] {
    return this.#purged;
  }

  /** Replays its entries once and then releases them: those of years would take more memory than everything else in the process. */
  async replay(replay: (purged: readonly Purged[]) => Promise<number>): Promise<number> {
    const replayed = await replay(this.#purged);
    this.#purged = [];
    return replayed;
  }

  /** Appends what the database has recorded since the last call; at first, everything that the file lacks. */
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

  /** After a crash or a full disk, the last line may be partial: it is kept, and the entry is written again from the database. */
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

/** Reads in chunks: the entries of years exceed the maximum length of a string. */
async function* linesOf(path: string): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  yield [rest];
}

/** Returns nothing for an empty line or a partial one (see #isTorn), which may be filled with zeros after a crash. */
function readLine(text: string, index: number): Purged[] {
  // Copying the file to another system may have changed its line endings.
  const entry = text.replaceAll('\0', '').trim();
  if (entry === '' || (entry.startsWith('{') && !entry.endsWith('}'))) return [];
  try {
    return [line.parse(JSON.parse(entry))];
  } catch (error) {
    throw new Error(`line ${index + 1} of the ledger is not a purge: ${entry.slice(0, 80)}`, { cause: error });
  }
}
