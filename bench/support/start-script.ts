import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The flags by which `npm start` runs Node: a server that is measured runs by the same. */
export const startFlags: readonly string[] = String(scripts.start)
  .split(' ')
  .filter((word) => word.startsWith('--'));
