import type { ConfigProblem } from '../config/config-error.ts';
import { hasNoDatabase, hasNoTls, refusesLogin } from '../database-errors.ts';
import { isOfAnotherHost, isOutOfDate, isUntrusted } from '../tls-errors.ts';

/** The settings that name a database. */
export type DatabaseVariable = 'DATABASE_URL' | 'DATABASE_MIGRATION_URL' | 'DATABASE_REPLICA_URL';

/**
 * Returns the setting to change if a server or pooler rejects the connection in a way that waiting will not fix; null for
 * any other error.
 */
export function connectionProblem(error: unknown, variable: DatabaseVariable): ConfigProblem | null {
  if (!(error instanceof Error)) return null;
  const found = ofPooler(error.message) ?? ofCertificate(error) ?? ofServer(error);
  return found && { variable, ...found };
}

type Found = Omit<ConfigProblem, 'variable'> | null;

function ofPooler(message: string): Found {
  if (message.includes('statement pooling mode')) {
    return {
      got: 'a PgBouncer in statement mode, which takes no transactions',
      takes:
        'one in transaction mode (pool_mode = transaction), or Postgres itself: writes are transactions of several statements',
    };
  }
  if (message.includes('unsupported startup parameter')) {
    return {
      got: 'a PgBouncer that takes no startup options',
      takes: 'a URL that ends with ?options= behind PgBouncer',
    };
  }
  return null;
}

function ofServer(error: Error): Found {
  const { message } = error;
  if (refusesLogin(error)) {
    return {
      got: `a user or a password that the server refuses (${message})`,
      takes: 'those of a role that may log in',
    };
  }
  if (hasNoDatabase(error)) {
    return { got: `a database that does not exist (${message})`, takes: 'one that exists: create database NAME' };
  }
  return null;
}

function ofCertificate(error: Error): Found {
  const { message } = error;
  if (isUntrusted(error)) {
    return {
      got: `a server whose certificate authority is not trusted here (${message})`,
      takes: 'one that DATABASE_CA vouches for: set it to the authority that the host publishes',
    };
  }
  if (isOfAnotherHost(error)) {
    return {
      got: `a server whose certificate is for another host (${message})`,
      takes: 'the host that the certificate names, or sslmode=verify-ca where only the authority counts',
    };
  }
  if (isOutOfDate(error)) {
    return {
      got: `a server whose certificate does not hold now (${message})`,
      takes: 'one with a certificate that is valid now',
    };
  }
  if (hasNoTls(error)) {
    return { got: 'a server without TLS', takes: 'one with TLS, or sslmode=disable on a network of your own' };
  }
  return null;
}
