import { z } from 'zod';

/**
 * URLs that ioredis can use. A database that is no number, or an escape that is none, would end the process once Redis answers, with an error
 * that names no setting; of a broken number (`1.5`) Redis takes the beginning.
 */
export const usableRedisUrls = () =>
  z
    .string()
    .refine(
      (value) => value.split(',').every((part) => isUsable(part.trim())),
      'redis://user:password@host:port/database, where the database is a number of up to 5 digits, and a % in the user or the password is written as %25',
    );

function isUsable(text: string): boolean {
  const { pathname, searchParams, username, password } = new URL(text);
  const databases = [pathname.slice(1), ...searchParams.getAll('db')];
  return databases.every((database) => /^\d{0,5}$/.test(database)) && [username, password].every(isEscaped);
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
