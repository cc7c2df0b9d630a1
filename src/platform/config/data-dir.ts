import { hasCode } from '../error-code.ts';
import { SettingError } from './config-error.ts';

const refusals = ['EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EROFS', 'ELOOP', 'ENAMETOOLONG', 'ENOSPC', 'EDQUOT'];

/** Runs work on the data folder's files. Throws SettingError for DATA_DIR if access is refused. */
export async function inDataDir<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && isRefusal(error))) throw error;
    throw new SettingError('DATA_DIR', `a folder in which this user may read and write (${error.message})`);
  }
}

/** On a read-only file system, Node reports ENOENT for a recursive `mkdir`. */
const isRefusal = (error: Error): boolean =>
  hasCode(error, ...refusals) || (hasCode(error, 'ENOENT') && 'syscall' in error && error.syscall === 'mkdir');
