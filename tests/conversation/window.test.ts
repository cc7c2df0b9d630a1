import { expect, test } from 'vitest';
import { MessageStore } from '../../src/conversation/message.store.ts';
import { conversationServices, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { recordRows } from '../support/statement-results.ts';

const { db } = useDatabase();
const services = conversationServices(db);
const { messages } = services;

const usual = { maxMessages: 10, maxWithContent: 5, maxContentLength: 200 };

async function conversationOf(contents: readonly string[]) {
  const started = await startConversation(services);
  await messages.append(
    started.viewer,
    started.id,
    contents.map((content) => said(content)),
  );
  return started;
}

test('shows the end of a conversation, with truncated content for the newest messages only', async () => {
  const contents = Array.from({ length: 15 }, (_, n) => `${n} ${'word '.repeat(n * 10)}`);
  const { viewer, id } = await conversationOf(contents);
  const window = (await messages.windows(viewer, [id], usual)).get(id) ?? [];
  expect(window.map(({ message }) => message.seq)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect(window.map(({ contentLength }) => contentLength)).toEqual(contents.slice(5).map(({ length }) => length));
  expect(window.map(({ content }) => content)).toEqual([
    ...Array.from({ length: 5 }, () => null),
    ...contents.slice(10).map((content) => content.slice(0, 200)),
  ]);
  expect(window.map(({ truncated }) => truncated)).toEqual([...Array(5).fill(false), ...Array(5).fill(true)]);
});

test('reads only the content that it shows', async () => {
  const contents = Array.from({ length: 15 }, (_, n) => `start${n} ${'.'.repeat(250)} end${n}`);
  const { viewer, id } = await conversationOf(contents);
  const recorded = recordRows(db);
  const reach = { accountId: viewer.accountId, within: null };
  await new MessageStore(recorded.db).windows(reach, [id], { ...usual, maxMessages: 3, maxWithContent: 100 });
  await new MessageStore(recorded.db).windows(reach, [id], usual);
  const read = JSON.stringify(recorded.rows);
  expect(recorded.rows).toHaveLength(4 + 11);
  expect([...read.matchAll(/start(\d+)/g)].map(([, n]) => Number(n))).toEqual([14, 13, 12, 14, 13, 12, 11, 10]);
  expect(read).not.toMatch(/end\d/);
});

test('counts and cuts in UTF-16 code units, without splitting a character', async () => {
  const { viewer, id } = await conversationOf(['😀😀😀', 'a😀', 'äöü€', '日本語', 'ae\u0301', 'aae\u0301', '🇩🇪']);
  const window = (await messages.windows(viewer, [id], { ...usual, maxWithContent: 7, maxContentLength: 3 })).get(id);
  expect(window?.map(({ content, contentLength, truncated }) => [content, contentLength, truncated])).toEqual([
    ['😀', 6, true],
    ['a😀', 3, false],
    ['äöü', 4, true],
    ['日本語', 3, false],
    ['ae\u0301', 3, false],
    ['aa', 4, true],
    ['', 4, true],
  ]);
});

test('several windows read together stay separate', async () => {
  const { viewer, id, collectionId } = await conversationOf(['one', 'two']);
  const other = await services.conversations.create(viewer, { collectionId });
  const windows = await messages.windows(viewer, [other.id, id], { ...usual, maxMessages: 1 });
  expect(windows.get(other.id)).toEqual([]);
  expect(windows.get(id)).toMatchObject([{ content: 'two' }]);
});
