import { execFile } from 'node:child_process';
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { train } from './fusion-train.ts';

const script = fileURLToPath(new URL('fusion-train.ts', import.meta.url));

/** Returns the exit code and the error output. */
const run = (args: readonly string[]) =>
  new Promise<string>((resolve) => {
    execFile(process.execPath, [script, ...args], (error, _stdout, stderr) => resolve(`${error?.code} ${stderr}`));
  });

const dialogue = (id: string, evidence: readonly string[]) => ({
  id,
  sessions: [
    { id: 's', sentAt: '2023-05-08T10:00:00Z', messages: [{ id: 't1', speaker: 'Anna', content: 'I like tea' }] },
  ],
  questions: [{ id: 'q1', question: 'Who likes tea?', evidence }],
});
const file = (...dialogues: readonly unknown[]) => JSON.stringify({ dialogues });

test.each<[what: string, text: string, says: string, out?: string]>([
  ['is no JSON', '{"dialogues": [', 'data.json is no JSON'],
  ['has a date that is none', file({ ...dialogue('a', []), sessions: [{ id: 's', sentAt: 'May' }] }), 'sentAt'],
  ['has no evidence', file(dialogue('a', []), dialogue('b', [])), 'no question with evidence'],
  ['has one dialogue alone', file(dialogue('a', ['t1'])), 'Two dialogues are needed'],
  [
    'cannot lead to anything',
    file(dialogue('a', ['t1'])),
    '--out leads to a folder that is missing or not writable',
    'away/weights.json',
  ],
  ['is to be followed by a folder', file(dialogue('a', ['t1'])), 'name a file in it, as', '.'],
])('a file that %s is rejected with the reason, and no weights are written', async (_, text, says, out) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mnemograph-train-'));
  const data = join(folder.path, 'data.json');
  await writeFile(data, text);
  const args = ['--data', data, '--out', join(folder.path, out ?? 'weights.json')];
  await expect(train(args, {})).rejects.toThrow(says);
  expect(await readdir(folder.path)).toEqual(['data.json']);
});

test.each([
  [['--data', '.'], '. cannot be read: a file with dialogues is wanted'],
  [['--data', 'away.json'], 'away.json cannot be read'],
  [['--data', 'x', '--folds', '2.5'], '--folds takes a whole number from 2 on'],
  [['--data', 'x', '--folds', '1'], '--folds takes a number from 2 on'],
  [['--data', 'x', '--seed', '1e99'], '--seed takes a whole number from 0 on'],
  [['--data', 'x', '--l2', 'much'], '--l2 takes a number from 0 on'],
])('%j is rejected', async (args, says) => {
  await expect(train(args, {})).rejects.toThrow(says);
});

test('reports a rejected argument and exits with an error', async () => {
  const said = await run(['--data', 'x', '--folds', '1']);
  expect(said).toMatch(/^1 /);
  expect(said).toContain('--folds takes a number from 2 on');
});
