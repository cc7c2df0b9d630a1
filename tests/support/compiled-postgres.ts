import { readFile } from 'node:fs/promises';

let held: Promise<WebAssembly.Module> | null = null;
const compile = async () =>
  await WebAssembly.compile(await readFile(new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))));

/** Holds on to the compiled module of the embedded database, so that those opened later in this process reuse it. */
export async function keepCompiled(): Promise<void> {
  held ??= compile();
  await held;
}
