import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { hasCode } from '../error-code.ts';
import { jsonOrNull } from '../json-object.ts';
import { DataError, type DataHeader, type DataTable, dataEnd, dataHeader, formatVersion } from './data-file.ts';

/** Receives the rows of a table as JSON texts, in batches, in the order of the file. */
type TakeRows = (table: DataTable, rows: readonly string[]) => Promise<void>;

const rowsAtOnce = 500;
const bytesAtOnce = 1024 * 1024;
/** A row contains at most a memory's content, or a vector; a file with a longer line is not an export. */
const longestLine = 64 * 1024 * 1024;
const newline = 0x0a;

/**
 * Reads a whole file, and passes on its rows as they come. Throws a DataError if it is not an export, of a later
 * format, truncated or damaged: some of that shows only at the end, so the caller must then discard all rows.
 */
export async function readDataFile(path: string, take: TakeRows = async () => {}): Promise<DataHeader> {
  const scan = new Scan(path, take);
  try {
    await pipeline(createReadStream(path), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const line of linesOf(chunks, path)) await scan.line(line);
    });
  } catch (error) {
    throw unpacked(error, path, scan.header !== null);
  }
  return scan.finish();
}

async function* linesOf(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      const tail = chunk.subarray(from, end + 1);
      yield rest.length > 0 ? Buffer.concat([...rest, tail]) : tail;
      [rest, restBytes] = [[], 0];
      from = end + 1;
    }
    if (from === chunk.length) continue;
    rest.push(chunk.subarray(from));
    restBytes += chunk.length - from;
    if (restBytes > longestLine) throw notAnExport(path);
  }
  if (restBytes > 0) yield Buffer.concat(rest);
}

/** Parses and checks a file line by line. */
class Scan {
  header: DataHeader | null = null;
  readonly #path: string;
  readonly #take: TakeRows;
  readonly #hash = createHash('sha256');
  #table = 0;
  /** Number of rows of the current table, and of all previous ones. */
  #rows = 0;
  #all = 0;
  #batch: string[] = [];
  #batchBytes = 0;
  #ended = false;

  constructor(path: string, take: TakeRows) {
    this.#path = path;
    this.#take = take;
  }

  async line(bytes: Buffer): Promise<void> {
    if (this.#ended) throw this.#damaged('goes on behind its end');
    if (bytes.at(-1) !== newline) throw this.#cutOff();
    const text = bytes.toString('utf8', 0, bytes.length - 1);
    if (this.header === null) this.header = readHeader(text, this.#path);
    else if (text.startsWith('{')) return this.#end(text);
    else await this.#row(this.header, text);
    this.#hash.update(bytes);
  }

  finish(): DataHeader {
    if (this.header === null) throw notAnExport(this.#path);
    if (!this.#ended) throw this.#cutOff();
    return this.header;
  }

  async #row({ tables }: DataHeader, text: string): Promise<void> {
    while (this.#rows === tables[this.#table]?.rows) await this.#nextTable(tables);
    const table = tables[this.#table];
    const prefix = `[${JSON.stringify(table?.name)},`;
    if (!table || !text.startsWith(prefix)) throw this.#damaged('has a row where none should be');
    this.#rows += 1;
    this.#batch.push(text.slice(prefix.length, -1));
    this.#batchBytes += text.length;
    if (this.#batch.length === rowsAtOnce || this.#batchBytes > bytesAtOnce) await this.#flush(table);
  }

  async #nextTable(tables: readonly DataTable[]): Promise<void> {
    const table = tables[this.#table];
    if (table) await this.#flush(table);
    this.#all += this.#rows;
    this.#rows = 0;
    this.#table += 1;
  }

  async #flush(table: DataTable): Promise<void> {
    if (this.#batch.length > 0) await this.#take(table, this.#batch);
    [this.#batch, this.#batchBytes] = [[], 0];
  }

  async #end(text: string): Promise<void> {
    const { data } = dataEnd.safeParse(jsonOrNull(text));
    if (!data) throw this.#damaged('has a line that is no row');
    const tables = this.header?.tables ?? [];
    while (this.#rows === tables[this.#table]?.rows) await this.#nextTable(tables);
    if (this.#table < tables.length || data.end.rows !== this.#all) throw this.#damaged('lacks rows');
    if (data.end.sha256 !== this.#hash.digest('hex')) throw this.#damaged('has another checksum than it says');
    this.#ended = true;
  }

  #damaged(what: string): DataError {
    return new DataError('DAMAGED', `${this.#path} is damaged: it ${what}. Nothing was imported; take another copy`);
  }

  #cutOff(): DataError {
    return cutOff(this.#path);
  }
}

function readHeader(text: string, path: string): DataHeader {
  const given = jsonOrNull(text);
  const { data: newer } = dataHeader.pick({ format: true, version: true }).safeParse(given);
  if (newer && newer.version > formatVersion) {
    throw new DataError(
      'NEWER_FORMAT',
      `${path} has format ${newer.version}, and this version reads ${formatVersion}: import it with the version that wrote it, or a later one`,
    );
  }
  const { data } = dataHeader.safeParse(given);
  if (!data) throw notAnExport(path);
  return data;
}

const notAnExport = (path: string, cause?: unknown): DataError =>
  new DataError('NOT_AN_EXPORT', `${path} is no file that \`npm run data -- export\` has written`, cause);

const cutOff = (path: string, cause?: unknown): DataError =>
  new DataError('CUT_OFF', `${path} is cut off before its end. Nothing was imported; take another copy`, cause);

/** Turns zlib's error into a DataError. */
function unpacked(error: unknown, path: string, begun: boolean): unknown {
  if (hasCode(error, 'Z_BUF_ERROR')) return cutOff(path, error);
  if (!hasCode(error, 'Z_DATA_ERROR')) return error;
  if (!begun) return notAnExport(path, error);
  return new DataError(
    'DAMAGED',
    `${path} is damaged: it cannot be unpacked. Nothing was imported; take another copy`,
    error,
  );
}
