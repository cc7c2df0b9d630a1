import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const rootUrl = new URL('../../', import.meta.url);
const root = rootUrl.pathname;
const { scripts } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

const words = String(scripts.start).split(' ');

const fileOf = (script: unknown): URL => new URL(String(script).split(' ').at(-1) ?? '', rootUrl);

/** The files that `npm start` and `npm run worker` have Node run. */
export const startFile: URL = fileOf(scripts.start);
export const workerFile: URL = fileOf(scripts.worker);

/** Makes those files of the sources as they are now, as the two commands do. */
export function build(): void {
  execFileSync(process.execPath, [resolve(root, 'scripts/build.ts')], { stdio: 'inherit' });
}

/** The flags by which `npm start` runs Node: a server that is measured runs by the same. */
export const startFlags: readonly string[] = words.filter((word) => word.startsWith('--'));

/** A variable's own value, or the one that it has where the caller gives none. */
const assignment = /^(\w+)=(?:\$\{\w+:-([^}]+)\}|([^$]+))$/;

const assigned = words.flatMap((word): [string, string][] => {
  const [, name, usual, own] = assignment.exec(word) ?? [];
  return name === undefined ? [] : [[name, usual ?? own ?? '']];
});

/** The variables that `npm start` gives Node: compiled code is kept in the folder where `npm start` keeps it. */
export const startVariables: Readonly<Record<string, string>> = Object.fromEntries(
  assigned.map(([name, value]) => [name, value.includes('/') ? resolve(root, value) : value]),
);
