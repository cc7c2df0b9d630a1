import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect } from 'vitest';
import type { useOperatedServer } from './operated-server.ts';

/** Runs `examples/import` on files of a folder of their own, where its state stays from run to run. */
export function useImports({ connection }: Pick<ReturnType<typeof useOperatedServer>, 'connection'>) {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const inFolder = (name: string) => join(folder, name);
  const importBy = async (given: readonly string[]) => {
    const child = spawn(process.execPath, ['examples/import/import.ts', ...given]);
    const [said, refused, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { code, said, refused };
  };
  const importText = async (content: string, ...more: readonly string[]) => {
    const file = inFolder('theirs.ndjson');
    await writeFile(file, content);
    const { url, headers } = await connection();
    const token = headers.authorization.replace('Bearer ', '');
    return await importBy([file, '--url', url, '--token', token, ...more]);
  };
  /** Lines of which some are left out. */
  const importSome = (lines: readonly object[], ...more: readonly string[]) =>
    importText(lines.map((line) => JSON.stringify(line)).join('\n'), ...more);
  const importLines = async (lines: readonly object[], ...more: readonly string[]) => {
    const { code, ...told } = await importSome(lines, ...more);
    expect(code, told.refused).toBe(0);
    return told;
  };
  return { inFolder, importBy, importText, importSome, importLines };
}
