import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { folderForTests } from '../../../tests/support/own-folder.ts';
import { type DataHeader, formatVersion } from './data-file.ts';
import { readDataFile } from './read-data-file.ts';
import { writeDataFile } from './write-data-file.ts';

const folder = folderForTests();

const rows: Readonly<Record<string, readonly string[]>> = {
  none: [],
  shelf: ['{"id":1,"name":"a \\n \\" ] é 😀"}', '{"id":2,"name":null}'],
  book: Array.from({ length: 1_201 }, (_, id) => `{"id":${id},"big":12345678901234567890.125}`),
  empty: [],
};
const header: DataHeader = {
  format: 'mnemograph-data',
  version: formatVersion,
  migrations: ['2026-01-01T0000-begin'],
  postgres: '18.0',
  at: '2026-11-20T10:00:00.000Z',
  tables: Object.entries(rows).map(([name, of]) => ({ name, columns: ['id'], rows: of.length })),
};

async function* read(table: string) {
  const of = rows[table] ?? [];
  for (let from = 0; from < of.length; from += 100) yield of.slice(from, from + 100);
}

let count = 0;
const named = () => join(folder, `${count++}.ndjson.gz`);

async function written(): Promise<string> {
  const path = named();
  await writeDataFile(path, header, read, () => {});
  return path;
}

/** Writes a copy of the file with a changed text. */
async function changed(change: (text: string) => string): Promise<string> {
  const path = named();
  const text = gunzipSync(await readFile(await written())).toString();
  await writeFile(path, gzipSync(change(text)));
  return path;
}

test('reads what was written, table by table, and leaves no temporary file', async () => {
  const taken = new Map<string, string[]>();
  const path = await written();
  const found = await readDataFile(path, async ({ name }, some) => {
    taken.set(name, [...(taken.get(name) ?? []), ...some]);
  });
  expect(found).toEqual(header);
  expect(Object.fromEntries(taken)).toEqual({ shelf: rows['shelf'], book: rows['book'] });
  expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
  await expect(written().then(() => writeDataFile(path, header, read, () => {}))).rejects.toThrow('is there already');
});

test('of two concurrent writers of one file, one completes it and the other fails', async () => {
  const path = named();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: first, resolve: finish } = Promise.withResolvers<void>();
  const slowly = async function* (table: string) {
    begin();
    await first;
    yield* read(table);
  };
  const second = writeDataFile(path, header, slowly, () => {}).catch((error: unknown) => error);
  await begun;
  await writeDataFile(path, header, read, () => {});
  finish();
  expect(await second).toMatchObject({ message: expect.stringContaining('is there already') });
  expect(await readDataFile(path)).toEqual(header);
  expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('an aborted export leaves no file', async () => {
  const path = named();
  const stop = new AbortController();
  const endless = async function* () {
    for (;;) {
      yield rows['book'] ?? [];
      stop.abort();
    }
  };
  await expect(writeDataFile(path, header, endless, () => {}, stop.signal)).rejects.toThrow('aborted');
  expect((await readdir(folder)).filter((name) => name.startsWith(basename(path)))).toEqual([]);
});

test.each([
  ['nothing at all', Buffer.alloc(0)],
  ['something else', Buffer.from('{"format":"mnemograph-data"}\n')],
  ['something else that is packed', gzipSync('{"name":"mnemograph"}\n')],
  ['one line without end', gzipSync(Buffer.alloc(80 * 1024 * 1024, 'x'))],
])('refuses a file of %s as not an export', async (_, bytes) => {
  const path = named();
  await writeFile(path, bytes);
  await expect(readDataFile(path)).rejects.toMatchObject({ code: expect.stringMatching(/NOT_AN_EXPORT|CUT_OFF/) });
});

test('refuses a file truncated anywhere, compressed or not', async () => {
  const whole = await readFile(await written());
  for (let tenth = 1; tenth < 10; tenth += 1) {
    const path = named();
    await writeFile(path, whole.subarray(0, Math.floor((whole.length * tenth) / 10)));
    await expect(readDataFile(path)).rejects.toMatchObject({ code: 'CUT_OFF' });
  }
  for (const cut of [1, 5, 120, 4_000]) {
    await expect(readDataFile(await changed((text) => text.slice(0, -cut)))).rejects.toMatchObject({ code: 'CUT_OFF' });
  }
});

test.each<[string, (text: string) => string]>([
  ['another value', (text) => text.replace('"id":77,', '"id":78,')],
  ['a row less', (text) => text.replace('["book",{"id":3,"big":12345678901234567890.125}]\n', '')],
  ['a row twice', (text) => text.replace(/\["book",\{"id":3,.*\n/, '$&$&')],
  ['rows in another order', (text) => text.replace(/(\["book",\{"id":3,.*\n)(\["book",\{"id":4,.*\n)/, '$2$1')],
  ['a row of a table that it does not name', (text) => text.replace('["shelf",', '["api_key",')],
  ['another header', (text) => text.replace('2026-11-20T10', '2026-11-21T10')],
  ['another checksum', (text) => text.replace(/"sha256":"./, '"sha256":"x')],
  ['another count', (text) => text.replace('"rows":1203,', '"rows":1204,')],
  ['something behind its end', (text) => `${text}\n`],
])('refuses a file with %s as damaged', async (_, change) => {
  await expect(readDataFile(await changed(change))).rejects.toMatchObject({ code: 'DAMAGED' });
});

test('refuses a file with a flipped bit', async () => {
  const bytes = await readFile(await written());
  for (const at of [40, Math.floor(bytes.length / 2), bytes.length - 6]) {
    const path = named();
    await writeFile(path, bytes.with(at, (bytes[at] ?? 0) ^ 0x10));
    await expect(readDataFile(path)).rejects.toMatchObject({ name: 'DataError' });
  }
});

test('refuses a file of a newer format, with both versions', async () => {
  const path = await changed((text) => text.replace('"version":1', '"version":2'));
  await expect(readDataFile(path)).rejects.toMatchObject({
    code: 'NEWER_FORMAT',
    message: expect.stringMatching(/format 2, and this version reads 1/),
  });
});

test('says why a file cannot be read or written', async () => {
  await expect(readDataFile(join(folder, 'missing'))).rejects.toThrow('ENOENT');
  await expect(readDataFile(folder)).rejects.toThrow('EISDIR');
  await expect(writeDataFile(join(folder, 'missing', 'file'), header, read, () => {})).rejects.toThrow('ENOENT');
});
