import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

/** A one-line server in a folder of its own, its build script, and access to what was built. */
async function clone() {
  const root = await mkdtemp(join(tmpdir(), 'build-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await Promise.all(['src', 'scripts'].map((folder) => mkdir(join(root, folder))));
  const packages = { '': { optionalDependencies: {}, devDependencies: {} } };
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  for (const script of ['build.ts', 'fingerprint.ts', 'within-ascii.ts'])
    await copyFile(join('scripts', script), join(root, 'scripts', script));
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  const built = join(root, 'dist/server');
  const change = (text: string) =>
    Promise.all(
      ['main', 'worker'].map((entry) => writeFile(join(root, `src/${entry}.ts`), `console.log('${entry} ${text}');`)),
    );
  await change('of then');
  return {
    root,
    built,
    change,
    build: () => promisify(execFile)(process.execPath, [join(root, 'scripts/build.ts')]),
    says: async () => (await promisify(execFile)(process.execPath, [join(built, 'main.js')])).stdout.trim(),
  };
}

test('builds the current sources, and only if they changed', async () => {
  const { build, change, says, built } = await clone();
  await build();
  expect(await says()).toBe('main of then');
  await writeFile(join(built, 'main.js'), `console.log('not written anew');`);
  await build();
  expect(await says()).toBe('not written anew');
  await change('of now');
  await build();
  expect(await says()).toBe('main of now');
});

test('imported JSON files count as sources', async () => {
  const { root, build, says } = await clone();
  const words = join(root, 'src/words.json');
  await writeFile(words, '["then"]');
  await writeFile(
    join(root, 'src/main.ts'),
    `import words from './words.json' with { type: 'json' }; console.log(...words);`,
  );
  await build();
  await writeFile(words, '["now"]');
  await build();
  expect(await says()).toBe('now');
});

test('what is built is ASCII', async () => {
  const { build, change, says, built } = await clone();
  await change('für später, 以后');
  await build();
  expect(await says()).toBe('main für später, 以后');
  expect(await readFile(join(built, 'main.js'), 'utf8')).toMatch(/^[\0-\x7f]*$/);
});

test('an incomplete build record is ignored', async () => {
  const { build, says, built } = await clone();
  await build();
  await writeFile(join(built, 'built.json'), '{"from": "');
  await build();
  expect(await says()).toBe('main of then');
  expect(JSON.parse(await readFile(join(built, 'built.json'), 'utf8'))).toMatchObject({
    files: { 'main.js': ['src/main.ts'] },
  });
});

test('a failed build leaves no temporary files and is not mistaken for a complete one', async () => {
  const { build, change, says, built } = await clone();
  await build();
  await change('of now');
  await rm(join(built, 'worker.js'));
  await mkdir(join(built, 'worker.js'));
  await expect(build()).rejects.toThrow('EISDIR');
  expect((await readdir(built)).filter((name) => name.startsWith('.'))).toEqual([]);
  await rm(join(built, 'worker.js'), { recursive: true });
  await change('of then');
  await build();
  expect(await says()).toBe('main of then');
});
