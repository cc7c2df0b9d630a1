import { expect, test } from 'vitest';
import { RecalledEchoes } from '../../src/agent/recalled-echoes.ts';
import { longestCompared, mostParts, partLength, partsToCompare } from '../../src/conversation/echoes.ts';
import { MessageService } from '../../src/conversation/message.service.ts';
import { conversationServices, reader, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();
const services = conversationServices(db);
const { memories } = services;

const known = 'The north wing has seven windows and a blue door.';

/** Services whose searches find one memory, the known one, and are counted. */
async function start() {
  const started = await startConversation(services);
  const { memory } = await memories.add(started.viewer, started.collectionId, { content: known });
  const searches = { count: 0 };
  const find = async () => {
    searches.count += 1;
    const place = { score: 1, lexical: null, semantic: null, graph: null };
    return { hits: [{ id: memory.id, explain: () => [], ...place }], failedArms: [] };
  };
  const echoes = new RecalledEchoes({ db, memories, finder: { find } });
  return { ...started, searches, messages: new MessageService({ db, reader, ...services, echoes }) };
}

const told = (content: string) => said(content, { role: 'ASSISTANT', remember: true });
/** A text of this length at most that says nothing but what is known. */
const echo = (length: number) => `${known}\n`.repeat(Math.floor(length / (known.length + 1))).trim();

test('a text that repeats is searched for part by part, a new one once', async () => {
  const { viewer, id, searches, messages } = await start();
  expect((await messages.append(viewer, id, [told(echo(4 * partLength))])).memories).toEqual([]);
  expect(searches.count).toBe(4);
  const fresh = told(`The south wing burnt down in May. ${echo(4 * partLength)}`);
  expect((await messages.append(viewer, id, [fresh])).memories).toHaveLength(1);
  expect(searches.count).toBe(5);
});

test('a text that is too long to be compared is new, without a search', async () => {
  const { viewer, id, searches, messages } = await start();
  const long = echo(longestCompared + 2 * partLength);
  expect((await messages.append(viewer, id, [told(long)])).memories).toMatchObject([{ content: long }]);
  expect(searches.count).toBe(0);
  expect((await messages.append(viewer, id, [told(echo(longestCompared))])).memories).toEqual([]);
  expect(searches.count).toBeGreaterThanOrEqual(longestCompared / partLength);
});

test('a call compares so many parts, and takes the rest for new', async () => {
  const { viewer, id, searches, messages } = await start();
  const texts = Array.from({ length: 30 }, () => told(echo(longestCompared)));
  const appended = await messages.append(viewer, id, texts);
  expect(searches.count).toBe(mostParts);
  expect(appended.messages).toHaveLength(texts.length);
  const learnt = appended.memories.map(({ messageId }) => messageId);
  expect(learnt.length).toBeGreaterThan(0);
  expect(learnt.length).toBeLessThan(texts.length);
  expect(learnt).toEqual(appended.messages.slice(-learnt.length).map((message) => message.id));
});

test('what is charged for are the parts of the texts that are compared', () => {
  const of = (length: number, role: 'USER' | 'ASSISTANT' = 'ASSISTANT', remember = true) => ({
    role,
    remember,
    content: 'x'.repeat(length),
  });
  expect(partsToCompare([of(1)])).toBe(1);
  expect(partsToCompare([of(partLength), of(partLength + 1)])).toBe(3);
  expect(partsToCompare([of(longestCompared + 1), of(partLength, 'USER'), of(partLength, 'ASSISTANT', false)])).toBe(0);
  expect(partsToCompare(Array.from({ length: 1_000 }, () => of(longestCompared)))).toBe(mostParts);
});
