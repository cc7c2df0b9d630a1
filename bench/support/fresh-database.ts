import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface FreshDatabase extends AsyncDisposable {
  readonly url: string;
}

/** Creates an empty database on the Postgres that `url` names. Disposing drops it. */
export async function createDatabase(url: string): Promise<FreshDatabase> {
  const name = `mnemograph_bench_${randomBytes(4).toString('hex')}`;
  await administer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, [Symbol.asyncDispose]: () => administer(url, `drop database ${name}`) };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
