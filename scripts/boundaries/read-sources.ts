import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSource, type Source } from './parse-source.ts';

/** The project's own TypeScript, parsed. */
export async function readSources(root: string): Promise<Source[]> {
  const sources: Source[] = [];
  const own = '{src,tests,scripts,bench,examples,migrations}/**/*.ts';
  for await (const path of glob([own, '*.ts'], { cwd: root, exclude: ['**/generated/**', '**/node_modules/**'] })) {
    sources.push(parseSource(path, await readFile(join(root, path), 'utf8')));
  }
  return sources.sort((a, b) => (a.path < b.path ? -1 : 1));
}
