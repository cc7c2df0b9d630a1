import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { bulkFill } from '../../bench/search/bulk-fill.ts';
import { makeConversation } from '../../bench/search/conversations.ts';
import { buildConsumers } from '../../src/app/consumers.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { models } from '../support/models.ts';

const { db } = useDatabase();
const vocabulary = Array.from({ length: 2_000 }, (_, rank) => `word${rank}`);
const conversations = 3;

/** Tables that a search reads, with the order that aligns their rows; ids, times and references differ. */
const tables = {
  conversation: 'last_message_at::text',
  message: 'content',
  memory: 'content',
  memory_embedding: 'vector::text',
  memory_revision: 'valid_from::text',
  term_statistic: 'kind, term',
  collection_statistic: 'memories',
};
const ownOfEach = ['account_id', 'id', 'collection_id', 'conversation_id', 'message_id', 'memory_id'];
const times = ['created_at', 'updated_at', 'at'];

/** All rows of the account in the table, without ids and times. */
async function rowsOf(table: string, order: string, accountId: string): Promise<unknown[]> {
  const { rows } = await sql<{ row: unknown }>`
    select to_jsonb(t) - ${[...ownOfEach, ...times]}::text[] as row from ${sql.table(table)} t
    where account_id = ${accountId} order by ${sql.raw(order)}`.execute(db);
  return rows.map(({ row }) => row);
}

async function streamsOf(accountId: string): Promise<unknown[]> {
  const { rows } = await sql<{ row: unknown }>`
    select to_jsonb(s) - ${ownOfEach}::text[] as row from stream s where account_id = ${accountId} order by kind, seq`.execute(
    db,
  );
  return rows.map(({ row }) => row);
}

test('the bulk fill of the bench stores the same rows as the write path', async () => {
  const [bulk, written] = [await Household.create(db), await Household.create(db)];
  const services = conversationServices(db, { send: async () => {} });
  for (let number = 0; number < conversations; number += 1) {
    const { sentAt, turns } = makeConversation(number, vocabulary);
    const { viewer, collection } = written;
    const { id } = await services.conversations.create(viewer, { collectionId: collection.id });
    const messages = turns.map(({ speaker, content }) =>
      said(content, { speaker, sentAt: new Date(sentAt), remember: true }),
    );
    await services.messages.append(viewer, id, messages);
  }
  await buildConsumers({ db, jobs: db }, models.reader, pino({ level: 'silent' })).processAll();

  const { accountId, principal } = bulk.viewer;
  const to = { accountId, principal, collectionId: bulk.collection.id };
  await bulkFill(db, { to, conversations, vocabulary, reader: models.reader });

  for (const [table, order] of Object.entries(tables)) {
    const rows = await rowsOf(table, order, accountId);
    expect(rows.length, table).toBeGreaterThan(0);
    expect(rows, table).toEqual(await rowsOf(table, order, written.viewer.accountId));
  }
  expect(await streamsOf(accountId)).toEqual(await streamsOf(written.viewer.accountId));
});
