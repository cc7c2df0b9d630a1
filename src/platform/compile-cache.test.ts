import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folderForTest } from '../../tests/support/own-folder.ts';

test('a process and its threads use the same compile cache', async () => {
  const folder = folderForTest();
  const tell = join(folder, 'tell.mjs');
  await writeFile(tell, `import { getCompileCacheDir } from 'node:module'; console.log(getCompileCacheDir());`);
  const program = join(folder, 'program.mjs');
  await writeFile(
    program,
    `import { Worker } from 'node:worker_threads';
    import { keepCompiled, threadCode } from ${JSON.stringify(import.meta.resolve('./compile-cache.ts'))};
    const file = new URL(${JSON.stringify(pathToFileURL(tell).href)});
    keepCompiled();
    await import(file);
    new Worker(threadCode(file), { eval: true });`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env: {} });
  const [ofProcess = '', ofThread] = stdout.trim().split('\n');
  expect(ofProcess).toContain(join('node_modules', '.cache', 'compiled'));
  expect(ofThread).toBe(ofProcess);
});
