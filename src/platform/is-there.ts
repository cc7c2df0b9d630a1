import { access } from 'node:fs/promises';
import { hasCode } from './error-code.ts';

/** Whether a file or folder exists and is visible to this process. */
export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** What a read of a file or folder finds; null if that does not exist. */
export const ifThere = <T>(read: Promise<T>): Promise<T | null> =>
  read.catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
