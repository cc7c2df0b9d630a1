import { hasCode } from '../error-code.ts';
import { SettingError } from './config-error.ts';

const refusals = ['EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EROFS', 'ELOOP', 'ENAMETOOLONG', 'ENOSPC', 'EDQUOT'];

/** Does something with the data folder's files. Who may not use them is told which setting named the folder. */
export async function inDataDir<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && isRefusal(error))) throw error;
    throw new SettingError('DATA_DIR', `a folder in which this user may read and write (${error.message})`);
  }
}

/** Where a file system takes no writes, Node says of a folder with all above it that it is not there. */
const isRefusal = (error: Error): boolean =>
  hasCode(error, ...refusals) || (hasCode(error, 'ENOENT') && 'syscall' in error && error.syscall === 'mkdir');
