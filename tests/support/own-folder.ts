import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'mnemograph-'));
const remove = (folder: string): void => rmSync(folder, { recursive: true });

/** Returns a new empty folder, which is removed with the test. */
export function folderForTest(): string {
  const folder = newFolder();
  onTestFinished(() => remove(folder));
  return folder;
}

/** Returns a new empty folder for the tests of a file, or of a group, which is removed after their hooks. */
export function folderForTests(): string {
  const folder = newFolder();
  afterAll(() => remove(folder));
  return folder;
}
