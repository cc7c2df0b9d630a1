import { randomUUID } from 'node:crypto';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ApiKeyService } from '../../src/account/api-key.service.ts';
import { blankWithRun } from '../../src/agent/blank-with-run.ts';
import { beforePurge } from '../../src/app/before-purge.ts';
import { openPurgeLedger } from '../../src/app/purge-ledger.ts';
import { erasureBy } from '../../src/collection/request-erasure.ts';
import { DeletionService } from '../../src/erasure/deletion.service.ts';
import { PurgeLedgerFile } from '../../src/erasure/purge-ledger-file.ts';
import { replayPurges } from '../../src/erasure/replay-purges.ts';
import { SettingError } from '../../src/platform/config/config-error.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { forgetOldPurges, type Purged, readLedger } from '../../src/platform/db/purge-ledger.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { folderForTests } from '../support/own-folder.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const requestErasure = erasureBy(jobs);
const { collections, lifecycle } = memoryServices(db);
const apiKeys = new ApiKeyService(db, collections);
const { conversations, messages } = conversationServices(db, jobs);
const parts = { db, requestErasure, beforePurge, blankMessage: blankWithRun };

const folder = folderForTests();

/** One of everything that can be deleted by itself. */
async function settle() {
  const home = await Household.create(db);
  const { viewer } = home;
  const other = await collections.create(viewer, { name: 'Other' });
  const { id: conversation } = await conversations.create(viewer, { collectionId: home.collection.id });
  await messages.append(viewer, conversation, [said('so they said')]);
  const message = await home.message('said, and learnt');
  const memory = await home.add({ content: 'learnt', sourceMessageId: message });
  const { apiKey } = await apiKeys.create(viewer, { name: 'key', scopes: ['read'] });
  return { home, viewer, ids: { memory: memory.id, message, conversation, collection: other.id, api_key: apiKey.id } };
}

type Settled = Awaited<ReturnType<typeof settle>>;

const entriesOf = ({ viewer: { accountId }, ids }: Settled): Purged[] =>
  (['memory', 'message', 'conversation', 'collection', 'api_key'] as const).map((kind) => ({
    accountId,
    kind,
    id: ids[kind],
  }));

async function purgedOf({ viewer }: Settled): Promise<readonly Purged[]> {
  const { purged } = await readLedger(db, null);
  return purged.filter(({ accountId }) => accountId === viewer.accountId);
}

/** Returns what a reader can still see of it. */
async function leftOf({ home, viewer, ids }: Settled): Promise<string[]> {
  const content = await db
    .selectFrom('message')
    .select('content')
    .where('account_id', '=', viewer.accountId)
    .where('id', '=', ids.message)
    .executeTakeFirstOrThrow();
  const there = {
    memory: await home.exists(ids.memory),
    message: content.content !== '',
    conversation: (await conversations.byIds(viewer, [ids.conversation])).length > 0,
    collection: (await collections.byIds(viewer, [ids.collection])).length > 0,
    api_key: (await apiKeys.byId(viewer, ids.api_key)) !== null,
  };
  return Object.entries(there).flatMap(([kind, is]) => (is ? [kind] : []));
}

test('every permanent deletion is recorded in the ledger in the same transaction', async () => {
  const settled = await settle();
  const { viewer, ids } = settled;
  await lifecycle.forget(viewer, { id: ids.memory, purge: true, purgeSource: true });
  await conversations.delete(viewer, ids.conversation);
  await new DeletionService(db, requestErasure).deleteCollection(viewer, ids.collection);
  await apiKeys.revoke(viewer, ids.api_key);
  const purged = await purgedOf(settled);
  expect(purged).toHaveLength(5);
  expect(purged).toEqual(expect.arrayContaining(entriesOf(settled)));
});

test('deleting an account records all its collections and keys', async () => {
  const settled = await settle();
  const { accountId } = settled.viewer;
  await new DeletionService(db, requestErasure).deleteAccount(settled.viewer, accountId);
  const kinds = (await purgedOf(settled)).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['api_key', 'collection', 'collection']);
});

test('a replay deletes restored data again, once, and nothing of other accounts', async () => {
  const [restored, other] = [await settle(), await settle()];
  const entries = entriesOf(restored);
  const elsewhere = entriesOf(other).map((entry) => ({ ...entry, accountId: restored.viewer.accountId }));
  const unknown = entries.map((entry) => ({ ...entry, id: newId() }));
  expect(await replayPurges(parts, [...elsewhere, ...entries, ...unknown])).toBe(5);
  expect(await leftOf(restored)).toEqual([]);
  expect(await leftOf(other)).toHaveLength(5);
  expect(await replayPurges(parts, entries)).toBe(0);
  await jobs.processAll();
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from collection where account_id = ${restored.viewer.accountId}`.execute(db);
  expect(rows).toEqual([{ count: 1 }]);
});

test('a replay keeps a collection, with all below it, that was moved out before its parent was deleted', async () => {
  const viewer = makeViewer();
  const { accountId } = viewer;
  const { collections } = memoryServices(db);
  const make = async (name: string, parentId: string | null, key?: string) =>
    (await collections.create(viewer, { name, parentId, key })).id;
  const top = await make('top', null);
  const gone = await make('gone', top);
  const goneBelow = await make('gone, too', gone);
  const kept = await make('kept', goneBelow, 'taken');
  const below = await make('below', kept, 'own');
  const sibling = await make('sibling', top, 'taken');
  // The backup predates the move.
  const entries = [goneBelow, gone].map((id) => ({ accountId, kind: 'collection', id }) as const);
  await replayPurges(parts, entries);
  await jobs.processAll();
  const left = await collections.byIds(viewer, [top, gone, goneBelow, kept, below, sibling]);
  expect(left.map(({ id, parentId, key }) => [id, parentId, key])).toEqual(
    expect.arrayContaining([
      [top, null, null],
      [kept, top, null],
      [below, kept, 'own'],
      [sibling, top, 'taken'],
    ]),
  );
  expect(left).toHaveLength(4);
});

test('the file has each entry once, earlier and later ones, and survives a torn line', async () => {
  const path = join(folder, 'ledger.ndjson');
  const [first, second] = [await settle(), await settle()];
  const purge = ({ viewer, ids }: Settled) => lifecycle.forget(viewer, { id: ids.memory, purge: true });
  await purge(first);
  {
    await using file = await PurgeLedgerFile.open(path);
    await file.catchUp(db);
    await purge(second);
    await file.catchUp(db);
  }
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  for (const { ids } of [first, second]) expect(lines.filter((line) => line.includes(ids.memory))).toHaveLength(1);
  await appendFile(path, '{"accountId":"a","ki');
  await using file = await PurgeLedgerFile.open(path);
  expect(file.purged).toHaveLength(lines.length);
  const replayed = [
    await file.replay(async (purged) => purged.length),
    await file.replay(async (purged) => purged.length),
  ];
  expect([replayed, file.purged]).toEqual([[lines.length, 0], []]);
  await file.catchUp(db);
  expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(lines.length + 1);
});

test('entries of a server with higher transaction ids are read once after a restore', async () => {
  const { viewer, ids } = await settle();
  await lifecycle.forget(viewer, { id: ids.memory, purge: true });
  await sql`update purge_ledger set written_by = '4000000000000' where account_id = ${viewer.accountId}`.execute(db);
  await using starting = new AsyncDisposableStack();
  const path = join(folder, 'restored.ndjson');
  const ledger = await openPurgeLedger(path, { jobs: db }, jobs, pino({ level: 'silent' }), starting);
  await ledger?.replay();
  expect(await readFile(path, 'utf8')).toContain(ids.memory);
  const { rows } = await sql<{ now: string }>`select pg_current_xact_id()::text as now`.execute(db);
  expect((await readLedger(db, rows[0]?.now ?? '')).purged).toEqual([]);
});

test('a file that cannot be written is refused by the name of its setting', async () => {
  await using starting = new AsyncDisposableStack();
  const opened = openPurgeLedger('/no/such/folder/purges', { jobs: db }, jobs, pino({ level: 'silent' }), starting);
  await expect(opened).rejects.toThrow(SettingError);
  await expect(opened).rejects.toThrow('PURGE_LEDGER_FILE takes a writable file');
});

test('a disk that is full at the start is an error by the name of the setting', async () => {
  using disk = mountSmallDisk(1);
  if (disk === null) return;
  await using starting = new AsyncDisposableStack();
  const log = pino({ level: 'silent' });
  const ledger = await openPurgeLedger(join(disk.folder, 'ledger.ndjson'), { jobs: db }, jobs, log, starting);
  const { viewer, ids } = await settle();
  await lifecycle.forget(viewer, { id: ids.memory, purge: true });
  await writeFile(join(disk.folder, 'ballast'), Buffer.alloc(disk.freeBytes()));
  await expect(ledger?.replay()).rejects.toThrow(/^PURGE_LEDGER_FILE takes a writable file .*ENOSPC/);
});

test('a line torn by a full disk is written again without damaging others', async () => {
  using disk = mountSmallDisk(1);
  if (disk === null) return;
  const path = join(disk.folder, 'ledger.ndjson');
  const settled = await settle();
  const { viewer, ids } = settled;
  const fill = (size: number) => writeFile(join(disk.folder, 'ballast'), Buffer.alloc(size));
  {
    await using file = await PurgeLedgerFile.open(path);
    await file.catchUp(db);
    const first = await readFile(path);
    // Leaves fewer bytes in the current disk page than a line takes.
    const page = 4096;
    await appendFile(path, '\n'.repeat(page - ((first.length + 10) % page)));
    await fill(disk.freeBytes());
    await lifecycle.forget(viewer, { id: ids.memory, purge: true });
    await expect(file.catchUp(db)).rejects.toThrow('ENOSPC');
    await fill(0);
    await file.catchUp(db);
  }
  await using file = await PurgeLedgerFile.open(path);
  expect(file.purged.filter(({ id }) => id === ids.memory)).toHaveLength(1);
});

test('processes that write concurrently to one file do not tear each other’s lines', async () => {
  const path = join(folder, 'shared.ndjson');
  await sql`
    insert into purge_ledger (account_id, kind, id)
    select 'shared', 'memory', gen_random_uuid() from generate_series(1, 20000)`.execute(db);
  {
    await using one = await PurgeLedgerFile.open(path);
    await using other = await PurgeLedgerFile.open(path);
    await Promise.all([one.catchUp(db), other.catchUp(db)]);
  }
  await using file = await PurgeLedgerFile.open(path);
  const ids = file.purged.flatMap(({ accountId, id }) => (accountId === 'shared' ? [id] : []));
  expect([ids.length, new Set(ids).size]).toEqual([40_000, 20_000]);
});

test('a new ledger is readable by its owner only', async () => {
  const path = join(folder, 'own.ndjson');
  await using _file = await PurgeLedgerFile.open(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('accepts CRLF line endings and a byte order mark, and skips what a crash left', async () => {
  const path = join(folder, 'carried.ndjson');
  const purged = entriesOf(await settle());
  const torn = ['\0'.repeat(90), '{"accountId":"a","ki', ''];
  await writeFile(path, `\ufeff${[...torn, ...purged.map((entry) => JSON.stringify(entry))].join('\r\n')}\r\n`);
  await using file = await PurgeLedgerFile.open(path);
  expect(file.purged).toEqual(purged);
});

test.each([
  ['{"name":"mnemograph"}', 1],
  ['127.0.0.1 localhost', 1],
  ['\nPORT=4000', 2],
])('rejects a file with other content, naming the line: %j', async (content, at) => {
  const path = join(folder, 'other');
  await writeFile(path, `${content}\n`);
  const message = `line ${at} of the ledger is not a purge: ${content.trim()}`;
  await expect(PurgeLedgerFile.open(path)).rejects.toThrow(message);
});

test('reads lines correctly across chunk boundaries', async () => {
  const path = join(folder, 'long.ndjson');
  const lines = Array.from({ length: 3_000 }, (_, n) => ({
    accountId: 'ü€😀'.repeat(n % 7) + n,
    kind: 'memory',
    id: randomUUID(),
  }));
  await writeFile(path, lines.map((line) => JSON.stringify(line)).join('\n'));
  await using file = await PurgeLedgerFile.open(path);
  expect(file.purged).toEqual(lines);
});

test('entries older than any backup are deleted', async () => {
  const settled = await settle();
  await lifecycle.forget(settled.viewer, { id: settled.ids.memory, purge: true });
  await forgetOldPurges(db, 90);
  expect(await purgedOf(settled)).toHaveLength(1);
  await sql`update purge_ledger set at = now() - interval '91 days' where account_id = ${settled.viewer.accountId}`.execute(
    db,
  );
  await forgetOldPurges(db, 90);
  expect(await purgedOf(settled)).toEqual([]);
});
