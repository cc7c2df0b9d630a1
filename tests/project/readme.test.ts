import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFile, startFlags, startVariables } from '../../bench/support/start-script.ts';
import { type Child, startChild } from '../support/child-process.ts';
import { makeServerData } from '../support/server-data.ts';

const readme = await readFile('README.md', 'utf8');
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands);
const [store, find, watch] = blocks.filter((commands) => commands.startsWith('curl '));
const [, shown = ''] = /```json\n(.*)\n```/.exec(readme) ?? [];
const operations = await readFile('docs/operations.md', 'utf8');

let folder: string;
let server: Child;
let settings: Record<string, string>;
let endpoint: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readme-'));
  // An empty variable counts as unset.
  const unset = { DATABASE_URL: '', JWT_SECRET: '', JWT_SECRETS: '', JWKS_URL: '', NODE_ENV: '' };
  settings = { ...unset, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' };
  server = startChild(startFile, [], settings);
  endpoint = (await server.line((line) => line.includes('answers at'))).split(' ').at(-1) ?? '';
});
afterAll(async () => {
  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await rm(folder, { recursive: true });
});

/** Runs these commands in a shell, one after the other, and returns their output. */
async function run(...commands: readonly (string | undefined)[]): Promise<string> {
  const script = ['set -euo pipefail', ...commands].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...process.env, ...settings } });
  return stdout;
}
const prepare = () => blocks.find((commands) => commands.startsWith('URL='))?.replace(/^URL=.*$/m, `URL=${endpoint}`);

test('the first commands of the README store a memory and find it', async () => {
  const stdout = await run(prepare(), store, 'echo; echo ----; echo', find);

  const [stored, found] = stdout.split('----').map((answer) => JSON.parse(answer));
  expect(stored).toEqual({
    data: { addMemory: { outcome: 'CREATED', memory: { id: expect.any(String), content: expect.any(String) } } },
  });
  const { content } = stored.data.addMemory.memory;
  expect(found).toEqual({
    data: { search: { edges: [{ score: expect.any(Number), node: { content, speaker: 'Ada' } }] } },
    extensions: { responseCache: { hit: false } },
  });
  const score = expect.closeTo(found.data.search.edges[0].score, 1);
  expect(JSON.parse(shown)).toMatchObject({ data: { search: { edges: [{ score, node: { content } }] } } });
});

test('the README’s subscription reports what is stored meanwhile', async () => {
  const told = join(folder, 'told');
  const until = (word: string) => `until grep --silent ${word} ${told}; do sleep .1; done`;
  const watching = `(${watch}) > ${told} & watching=$!`;
  await run(prepare(), `touch ${told}`, watching, until('StreamOpened'), store, until('MemoryAdded'), 'kill $watching');
  expect(await readFile(told, 'utf8')).toMatch(
    /"MemoryAdded","cursor":"\w+","memory":\{"content":"I prefer the window/,
  );
});

test('the commands of docs/operations.md create a token and report the health', async () => {
  const [, look = ''] = /^ {3}```sh\n( {3}TOKEN=.*?)^ {3}```$/ms.exec(operations) ?? [];
  const { data } = JSON.parse(await run(look.replace(/http:\S+/, endpoint)));
  expect(data.system.health).toMatchObject({ status: 'OK', checks: expect.any(Array) });
});

test('the systemd unit runs Node as `npm start` does', async () => {
  const [, unit = ''] = /```ini\n(.*?)```/s.exec(operations) ?? [];
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  // Reloads also rebuild from the current sources.
  for (const step of ['ExecStartPre', 'ExecReload']) {
    expect(unit).toContain(`\n${step}=/opt/mnemograph/node_modules/.bin/${scripts.prestart}\n`);
  }
  expect(unit).toContain(`.bin/node ${startFlags.join(' ')} dist/server/main.js\n`);
  const variables = Object.entries(startVariables).map((pair) => pair.join('=').replace(`${process.cwd()}/`, ''));
  expect(/^Environment=(.*)$/m.exec(unit)?.[1]?.split(' ').toSorted()).toEqual(variables.toSorted());
});

test('npm start warns of a misspelt setting, and stops the server on SIGTERM despite the shell in between', {
  timeout: 60_000,
}, async () => {
  const data = await makeServerData();
  const slip = { PURGE_LEDGER_FLIE: 'ledger' };
  const npm = spawn('npm', ['start'], {
    env: { ...process.env, ...settings, ...slip, ...data.settings, LOG_LEVEL: 'info' },
  });
  let output = '';
  npm.stdout.on('data', (bytes: Buffer) => {
    output += bytes;
    if (output.includes('answers at')) npm.kill('SIGTERM');
  });
  await once(npm, 'close');
  expect(output).toContain('PURGE_LEDGER_FLIE is no setting and is not read');
  expect(output).toContain('"msg":"stopped"');
  await data.remove();
});

test('the README starts the server with two commands that package.json has', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(blocks[0]).toBe('npm ci\nnpm start\n');
  expect(scripts.start).toMatch(/ node .*dist\/server\/main\.js$/);
});

const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...(await Array.fromAsync(glob('docs/**/*.md')))];

test('the README and CONTRIBUTING.md name every npm script', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  const contributing = await readFile('CONTRIBUTING.md', 'utf8');
  const named = new Set([...`${readme}${contributing}`.matchAll(/npm (?:run )?([a-z:-]+)/g)].map(([, name]) => name));
  expect(Object.keys(scripts).filter((name) => !name.startsWith('pre') && !named.has(name))).toEqual([]);
});

test('every benchmark explains itself with --help', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  const files = Object.values<string>(scripts).flatMap(
    (script) => /^node .*?(bench\/\S+\.ts)$/.exec(script)?.[1] ?? [],
  );
  expect(files).toContain('bench/recall-index.ts');
  const texts = await Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
  expect(texts.filter(({ text }) => !text.includes('command(usage, ')).map(({ path }) => path)).toEqual([]);
});

test.each(pages)('%s names only commands and files that exist', async (page) => {
  const text = await readFile(page, 'utf8');
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  const commands = [...text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);

  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => join(page, '..', path));
  const inCode = [
    ...text.matchAll(/`((?:src|docs|tests|scripts|bench|models|examples|client|migrations)\/[\w./-]*)`/g),
  ];
  const paths = [...links, ...inCode.map(([, path = '']) => path)];
  const missing = await Promise.all(paths.map(async (path) => ((await exists(path)) ? [] : [path])));
  expect(missing.flat()).toEqual([]);
});

test('docs/adr/README.md lists every decision record by its title', async () => {
  const index = await readFile('docs/adr/README.md', 'utf8');
  const records = await Array.fromAsync(glob('docs/adr/0*.md'));
  expect(records.length).toBeGreaterThan(50);
  for (const path of records) {
    const [title = ''] = (await readFile(path, 'utf8')).split('\n');
    expect(index).toContain(`[${title.replace(/^# /, '')}](${basename(path)})`);
  }
});

test.each(pages)('%s links only to headings that exist', async (page) => {
  const text = await readFile(page, 'utf8');
  const links = [...text.matchAll(/\]\(([^)#:]*)#([^)]+)\)/g)];
  const missing = links.map(async ([, path = '', anchor = '']) => {
    const linked = path ? join(page, '..', path) : page;
    return (await anchorsOf(linked)).includes(anchor) ? [] : [`${linked}#${anchor}`];
  });
  expect((await Promise.all(missing)).flat()).toEqual([]);
});

/** As GitHub names headings. */
async function anchorsOf(page: string): Promise<string[]> {
  const headings = [...(await readFile(page, 'utf8')).matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\d\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
