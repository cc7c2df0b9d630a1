import { readFile } from 'node:fs/promises';

const page = await readFile('docs/api.md', 'utf8');

/** An operation of docs/api.md, by its name. */
export function exampleOf(name: string): string {
  const block = page.split('```graphql\n').find((text) => new RegExp(`^\\w+ ${name}\\(`).test(text));
  if (block === undefined) throw new Error(`docs/api.md has no operation ${name}`);
  return block.split('```', 1).join('');
}
