import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const rootUrl = new URL('../../', import.meta.url);
const root = rootUrl.pathname;
const { scripts } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

const words = String(scripts.start).split(' ');

const fileOf = (script: unknown): URL => new URL(String(script).split(' ').at(-1) ?? '', rootUrl);

/** The files that `npm start` and `npm run worker` run. */
export const startFile: URL = fileOf(scripts.start);
export const workerFile: URL = fileOf(scripts.worker);

/** Builds those files from the current sources, as the two commands do. */
export function build(): void {
  execFileSync(process.execPath, [resolve(root, 'scripts/build.ts')], { stdio: 'inherit' });
}

/** The Node flags of `npm start`: a measured server runs with the same. */
export const startFlags: readonly string[] = words.filter((word) => word.startsWith('--'));

/** A variable with its value, or with the default where the caller may override it. */
const assignment = /^(\w+)=(?:\$\{\w+:-([^}]+)\}|([^$]+))$/;

const assigned = words.flatMap((word): [string, string][] => {
  const [, name, usual, own] = assignment.exec(word) ?? [];
  return name === undefined ? [] : [[name, usual ?? own ?? '']];
});

/** The environment variables of `npm start`; the compile cache is in the folder that `npm start` uses. */
export const startVariables: Readonly<Record<string, string>> = Object.fromEntries(
  assigned.map(([name, value]) => [name, value.includes('/') ? resolve(root, value) : value]),
);
