import { randomBytes } from 'node:crypto';
import { administer, withName } from '../../tests/support/administer.ts';

interface FreshDatabase extends AsyncDisposable {
  readonly url: string;
}

/** Creates an empty database on the Postgres that `url` names. Disposing drops it. */
export async function createDatabase(url: string): Promise<FreshDatabase> {
  const name = `mnemograph_bench_${randomBytes(4).toString('hex')}`;
  await administer(url, [`create database ${name}`]);
  return { url: withName(url, name), [Symbol.asyncDispose]: () => administer(url, [`drop database ${name}`]) };
}
