import { glob, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputChunk, Plugin } from 'rolldown';
import { fingerprintOf } from './fingerprint.ts';

// Bundles what `npm start` and `npm run worker` run into dist/server: the code of src with its packages, in few files and without
// comments, as ASCII. A process then uses some 30 MB less than with 2,250 files and starts in six tenths of the time (docs/adr/0051). Writes
// nothing if nothing has changed since the last build.

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = resolve(root, 'dist/server');
/** Fingerprint of the sources of the last build, and the modules in each of its files. */
const record = 'built.json';
const entries = ['src/main.ts', 'src/worker.ts'];

/** Files of src locate migrations, models and threads relative to themselves; this keeps those paths valid in a bundle. */
const placesOfSources: Plugin = {
  name: 'places of sources',
  transform(code, id) {
    if (!id.startsWith(resolve(root, 'src')) || !code.includes('import.meta.url')) return null;
    const place = JSON.stringify(relative(folder, id));
    return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
  },
};

/** Identifies what a build is made of. */
async function fingerprint(): Promise<string> {
  const sources = await Array.fromAsync(
    glob(['src/**/*.{ts,json}', 'migrations/*.ts'], { cwd: root, exclude: ['**/*.test.ts', '**/fixtures/**'] }),
  );
  const scripts = ['scripts/build.ts', 'scripts/within-ascii.ts'];
  return fingerprintOf(root, ['package-lock.json', ...scripts, ...sources.toSorted()]);
}

async function bundle(): Promise<readonly OutputChunk[]> {
  const { rolldown, dynamicImportVarsPlugin, importGlobPlugin } = await load();
  const { packages } = JSON.parse(await readFile(resolve(root, 'package-lock.json'), 'utf8'));
  const { optionalDependencies, devDependencies } = packages[''];
  const mayBeAbsent = Object.keys({ ...optionalDependencies, ...devDependencies }).filter((name) => {
    const { dev, optional } = packages[`node_modules/${name}`];
    return dev || optional;
  });
  // PGlite reads files next to its code; pg loads pg-native only on request.
  const outside = ['@electric-sql', 'pg-native', ...mayBeAbsent];
  await using built = await rolldown({
    input: entries.map((entry) => resolve(root, entry)),
    platform: 'node',
    external: outside.map((name) => new RegExp(`^${name}($|/)`)),
    plugins: [placesOfSources, dynamicImportVarsPlugin(), importGlobPlugin()],
  });
  const { output } = await built.generate({ format: 'esm', comments: false, chunkFileNames: nameOf });
  return output.filter((file) => file.type === 'chunk');
}

/** Names chunks that are loaded on demand after their package or file. */
function nameOf({ facadeModuleId, name }: { facadeModuleId?: string | null; name: string }): string {
  const [, packaged = name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(facadeModuleId ?? '') ?? [];
  return `${packaged.replace('/', '_')}-[hash].js`;
}

async function load() {
  try {
    const [{ rolldown }, plugins] = await Promise.all([import('rolldown'), import('rolldown/experimental')]);
    return { rolldown, ...plugins };
  } catch (cause) {
    throw new Error('The bundler cannot be loaded: npm ci --include=optional', { cause });
  }
}

/** Writes entry files last, since others may start the server meanwhile. */
async function write(chunks: readonly OutputChunk[]): Promise<void> {
  // On demand, since it needs the bundler's parser.
  const { withinAscii } = await import('./within-ascii.ts');
  for (const { fileName, code } of chunks.toSorted((a, b) => Number(a.isEntry) - Number(b.isEntry))) {
    await put(fileName, withinAscii(code));
  }
}

/** Writes a file atomically: a kill or a full disk leaves the previous version. */
async function put(name: string, text: string): Promise<void> {
  const unfinished = resolve(folder, `.${process.pid}.${name}`);
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, resolve(folder, name));
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Keeps the files of the previous build: a running server may still load them on demand. */
async function removeAllBut(names: readonly string[]): Promise<void> {
  const kept = new Set(names);
  const left = (await readdir(folder)).filter(
    (name) => name.endsWith('.js') && !name.startsWith('.') && !kept.has(name),
  );
  await Promise.all(left.map((name) => rm(resolve(folder, name), { force: true })));
}

const from = await fingerprint();
const last = await readFile(resolve(folder, record), 'utf8')
  .then(JSON.parse)
  .catch(() => null);
if (last?.from !== from) {
  const chunks = await bundle();
  await mkdir(folder, { recursive: true });
  // Invalidates the record until the build is complete, so that going back to the previous sources builds them again, too.
  await put(record, JSON.stringify({ from: null, files: last?.files ?? {} }));
  await write(chunks);
  const files = Object.fromEntries(
    chunks.map(({ fileName, moduleIds }) => [fileName, moduleIds.map((id) => relative(root, id))]),
  );
  await put(record, JSON.stringify({ from, files }));
  await removeAllBut(Object.keys({ ...files, ...last?.files }));
}
