import { z } from 'zod';

/**
 * URLs that ioredis can use. An invalid database number or percent-escape would end the process once Redis answers, with an error that names
 * no setting; Redis takes the first part of a fractional number (`1.5`). ioredis connects to all cluster nodes with the settings of the first, and a
 * cluster has only database 0: a different scheme would lose the TLS that the URL names, and another database would be silently replaced.
 */
export const usableRedisUrls = () =>
  z
    .string()
    .refine(
      (value) => urlsOf(value).every(isUsable),
      'redis://user:password@host:port/database, where the database is a number of up to 5 digits, and a % in the user or the password is written as %25',
    )
    .refine(
      (value) => isOneCluster(urlsOf(value)),
      'several URLs that all begin with redis://, or all with rediss://, and name no database but 0: a cluster has no other',
    );

const urlsOf = (value: string): URL[] => value.split(',').map((part) => new URL(part.trim()));

const databasesOf = ({ pathname, searchParams }: URL) => [pathname.slice(1), ...searchParams.getAll('db')];

const isUsable = (url: URL): boolean =>
  databasesOf(url).every((database) => /^\d{0,5}$/.test(database)) && [url.username, url.password].every(isEscaped);

function isOneCluster(urls: readonly URL[]): boolean {
  if (urls.length === 1) return true;
  const isOther = (database: string) => Number(database) > 0;
  return new Set(urls.map(({ protocol }) => protocol)).size === 1 && !urls.flatMap(databasesOf).some(isOther);
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
