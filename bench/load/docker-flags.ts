import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const command = z.tuple([z.literal('node')], z.string());

/** What the image gives Node itself: the words between `node` and the entry, and NODE_OPTIONS. */
export async function dockerFlags(): Promise<string[]> {
  const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const words = command.parse(JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]')).slice(1);
  const flags = words.slice(0, words.indexOf('src/main.ts'));
  const own = /^ENV .*\bNODE_OPTIONS=(?:"([^"]*)"|(\S*))/m.exec(dockerfile);
  return [...(own?.[1] ?? own?.[2] ?? '').split(' ').filter((flag) => flag !== ''), ...flags];
}
