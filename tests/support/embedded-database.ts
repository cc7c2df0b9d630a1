import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';
import { keepCompiled } from './compiled-postgres.ts';
import { empty, shapeOf } from './used-database.ts';

/** An embedded database, and the shape of its catalogue when it was opened. */
interface TestEmbedded extends EmbeddedDatabase {
  readonly shape: string;
}

/** Emptied databases that earlier files left, for reuse: opening one takes half a second, and its first statements are slower. */
const spare: TestEmbedded[] = [];

export async function takeEmbedded(): Promise<TestEmbedded> {
  const left = spare.pop();
  if (left) return left;
  await keepCompiled();
  const template = () => readFile(inject('migratedArchive'));
  const onDeath = (error: Error) => console.error(error);
  const opened = await openEmbedded({ dataDir: null, template, onDeath });
  return { ...opened, shape: await shapeOf(opened.pool) };
}

/** Empties a database for the next file. Closes it if more than its rows changed or if it is still in use. */
export async function giveBackEmbedded(database: TestEmbedded): Promise<void> {
  const isAsOpened = (await isFree(database)) && (await shapeOf(database.pool)) === database.shape;
  if (!isAsOpened) return await database.close();
  await empty(database.pool);
  await database.pool.query('reset all');
  spare.push(database);
}

/** How long to wait for a holder of the connection, in milliseconds. */
const patienceMs = 1_000;

async function isFree({ pool }: EmbeddedDatabase): Promise<boolean> {
  const asked = pool.query('rollback').then(
    () => true,
    () => false,
  );
  return await Promise.race([asked, sleep(patienceMs, false, { ref: false })]);
}
