import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../../tests/support/own-folder.ts';
import { readEnvironment } from './env.ts';

async function fileOf(content: string | Buffer): Promise<string> {
  const folder = folderForTest();
  const file = join(folder, '.env');
  await writeFile(file, content);
  return file;
}

test('reads the first variable of a file that begins with a byte order mark', async () => {
  const file = await fileOf('\ufeffA_FIRST_OF_FILE=1\r\nA_SECOND_OF_FILE=2\r\n');
  expect(readEnvironment(file)).toMatchObject({ A_FIRST_OF_FILE: '1', A_SECOND_OF_FILE: '2' });
});

test('refuses a file in another encoding, and a folder', async () => {
  const file = await fileOf(Buffer.from('\ufeffA_FIRST_OF_FILE=1\r\n', 'utf16le'));
  expect(() => readEnvironment(file)).toThrow(/env takes text in UTF-8/);
  expect(() => readEnvironment(join(file, '..'))).toThrow(/takes a file that this user may read .*EISDIR/);
});
