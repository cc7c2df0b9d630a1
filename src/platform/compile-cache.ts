import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Named by `npm start` and the image, too: Node then knows it before it reads the first file. */
const folder = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/**
 * What this process compiles, the next one need not: half of a start's time. Whoever may write the folder could write the packages
 * beside it, too. Where it cannot be written nothing is kept, and where NODE_COMPILE_CACHE names another one that is used. To be
 * called before anything else is loaded.
 */
export function keepCompiled(): void {
  enableCompileCache(folder);
}

/** The code of a thread that runs this file, and takes part in what its process keeps: threads do not by themselves. */
export function threadCode(file: URL): string {
  const kept = getCompileCacheDir();
  // What Node answers ends with a folder for this very version of it.
  const enable = kept ? `require('node:module').enableCompileCache(${JSON.stringify(dirname(kept))});` : '';
  return `${enable} import(${JSON.stringify(file.href)});`;
}
