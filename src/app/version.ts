import { readFileSync } from 'node:fs';

/** Version of the running package. */
export const { version }: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
