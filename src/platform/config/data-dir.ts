import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFull, hasCode, isDiskFull } from '../error-code.ts';
import { isThere } from '../is-there.ts';
import { SettingError } from './config-error.ts';

const refusals = ['EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EROFS', 'ELOOP', 'ENAMETOOLONG', ...diskFull];

/** Runs work on the data folder's files. Throws SettingError for DATA_DIR if access is refused. */
export async function inDataDir<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && isRefusal(error))) throw error;
    const folder = isDiskFull(error) ? 'on a disk with free space' : 'in which this user may read and write';
    throw new SettingError('DATA_DIR', `a folder ${folder} (${error.message})`);
  }
}

/**
 * Creates the data folder, and the folders above it, unless it is there. Node's own recursive `mkdir` never returns where nothing
 * can be created, such as in /proc.
 */
export async function makeDataDir(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const there = await stat(path).catch(() => null);
    if (there?.isDirectory()) return;
    if (!hasCode(error, 'ENOENT') || (await isThere(dirname(path)))) throw error;
    await makeDataDir(dirname(path));
    await makeDataDir(path);
  }
}

/** Where nothing can be created, as in /proc, the system reports ENOENT for a `mkdir` in a folder that exists. */
const isRefusal = (error: Error): boolean =>
  hasCode(error, ...refusals) || (hasCode(error, 'ENOENT') && 'syscall' in error && error.syscall === 'mkdir');
