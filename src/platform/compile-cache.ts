import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm start` and the image set it, too, so that Node knows it before it reads the first file. */
const folder = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/**
 * Keeps compiled code for the next process: that saves half of the start time. Anyone who can write to the folder could also change the packages
 * beside it. If it is not writable, nothing is kept; if NODE_COMPILE_CACHE names another folder, that one is used. Call it
 * before anything else is loaded.
 */
export function keepCompiled(): void {
  enableCompileCache(folder);
}

/** Returns code for a thread that runs this file with the process's compile cache, which threads do not inherit. */
export function threadCode(file: URL): string {
  const kept = getCompileCacheDir();
  // getCompileCacheDir() returns a subfolder for this version of Node.
  const enable = kept ? `require('node:module').enableCompileCache(${JSON.stringify(dirname(kept))});` : '';
  return `${enable} import(${JSON.stringify(file.href)});`;
}
