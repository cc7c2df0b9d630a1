import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { connectKysely } from '../src/platform/db/database.ts';
import { appliedMigrations, knownMigrations, migrate } from '../src/platform/db/migrate.ts';
import { canRunPostgres, startPrimary } from '../tests/support/own-postgres.ts';
import { command } from './command.ts';

const usage = `Runs the API tests of an earlier version on the schema of this one, as both run side by side while a release rolls out. What
fails is run once more on the schema of its own version: what fails there, too, is not the schema's fault.

  npm run check:upgrade -- [COMMIT]

  COMMIT    the earlier version: a tag or a commit. By itself the last release (a tag v…), else what stood before the newest migration`;

/** The features that clients use all day. */
const core = ['collection', 'memory', 'conversation', 'search', 'erasure', 'context'];

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

function attempt(work: () => string): string | null {
  try {
    return work() || null;
  } catch {
    return null;
  }
}

async function earlierVersion(asked: string | undefined): Promise<string> {
  const newest = `migrations/${(await knownMigrations()).at(-1)}.ts`;
  const name =
    asked ??
    attempt(() => git('describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^')) ??
    attempt(() => `${git('log', '--diff-filter=A', '--format=%H', '-1', '--', newest)}^`);
  const commit = name && attempt(() => git('rev-parse', '--verify', '--quiet', `${name}^{commit}`));
  if (commit) return commit;
  const shallow = git('rev-parse', '--is-shallow-repository') === 'true';
  throw new Error(
    shallow
      ? 'This clone is shallow and has no earlier version: run `git fetch --unshallow --tags` first'
      : `There is no earlier version ${asked ?? `than the commit of ${newest}`}`,
  );
}

/** Checks out the earlier version into a folder of its own and installs its packages. */
async function checkOut(commit: string): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'earlier-version-')), 'project');
  git('worktree', 'add', '--detach', folder, commit);
  const lock = (of: string) => readFileSync(join(of, 'package-lock.json'), 'utf8');
  if (lock(folder) === lock('.')) symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  else execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  return folder;
}

/** Migrates template1, from which every new database of this server is copied. */
async function migrateTemplate(url: string): Promise<readonly string[]> {
  const pool = new pg.Pool({ connectionString: url.replace(/\/[^/]*$/, '/template1'), max: 1 });
  await using db = connectKysely(pool);
  await migrate(db);
  return await appliedMigrations(db);
}

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Names of the failing tests by file. A file that cannot run is listed with its own name. */
type Failed = ReadonlyMap<string, readonly string[]>;

/** Runs tests of the earlier version, on new databases of this server. */
async function runTests(folder: string, server: string, files: readonly string[]): Promise<Failed> {
  const out = join(folder, '..', `${randomUUID()}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${out}`];
  const vitest = ['npx', 'vitest', 'run', '--project', 'postgres', ...reporters, ...files];
  const running = spawn('env', [`TEST_DATABASE_URL=${server}`, ...vitest], { cwd: folder, stdio: 'inherit' });
  await once(running, 'exit');
  const { testResults } = report.parse(JSON.parse(readFileSync(out, 'utf8')));
  const failed = testResults.filter(({ status }) => status !== 'passed');
  return new Map(
    failed.map(({ name, assertionResults }) => {
      const names = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
      return [name, names.length > 0 ? names : [name]];
    }),
  );
}

/** Tests that fail on the newer schema but pass on the schema of the earlier version. */
async function failedForTheSchema(folder: string, newer: string): Promise<readonly string[]> {
  const folders = core.map((name) => `tests/api/${name}`).filter((path) => existsSync(join(folder, path)));
  const failed = await runTests(folder, newer, folders);
  if (failed.size === 0) return [];
  console.log('Some failed: once more, on the schema of their own version');
  const own = await startPrimary();
  await using end = new AsyncDisposableStack();
  end.defer(() => own.remove());
  const anyway = new Set([...(await runTests(folder, own.url, [...failed.keys()])).values()].flat());
  for (const name of anyway) console.log(`Fails on its own schema, too: ${name}`);
  return [...failed.values()].flat().filter((name) => !anyway.has(name));
}

async function run(): Promise<string> {
  const [version] = parseArgs({ allowPositionals: true }).positionals;
  if (!canRunPostgres)
    throw new Error('This starts a Postgres of its own: it takes root, and its programs (npm run services)');
  const commit = await earlierVersion(version);
  await using end = new AsyncDisposableStack();
  const folder = await checkOut(commit);
  end.defer(() => void git('worktree', 'remove', '--force', folder));
  const postgres = await startPrimary();
  end.defer(() => postgres.remove());
  const schema = await migrateTemplate(postgres.url);
  const later = schema.filter((name) => !existsSync(join(folder, 'migrations', `${name}.ts`)));
  console.log(
    `${git('log', '-1', '--format=%h %s', commit)}\non a schema with ${later.length} migrations more: ${later.join(', ')}`,
  );
  const failed = await failedForTheSchema(folder, postgres.url);
  if (failed.length > 0) throw new Error(`Broken by it:\n${failed.join('\n')}`);
  return 'The earlier version works on this schema';
}

await command(usage, run);
