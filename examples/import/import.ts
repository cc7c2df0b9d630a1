/**
 * Takes in what another memory service has, out of a file with one JSON object a line (docs/migrating.md):
 *
 *   node_modules/.bin/node examples/import/import.ts FILE --url http://127.0.0.1:4000/graphql --token TOKEN
 *
 * It can be stopped, and run again with the same file or a newer one: what is there is looked up by its id of theirs, and left, replaced, ended or
 * forgotten as the file says.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Api, type Known } from './api.ts';
import { isFact, type Line, read } from './line.ts';

const longest = 32_000;
const atOnce = 100;
const bytesAtOnce = 4_000_000;

/** As the API takes texts: well-formed Unicode without NUL. */
const cleaned = (text: string): string => text.toWellFormed().replaceAll('\u0000', '');

/** Messages that are too long are cut, and of those that are empty nothing is left. */
const piecesOf = (content: string): string[] => {
  const characters = [...cleaned(content)];
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += longest) {
    pieces.push(characters.slice(start, start + longest).join(''));
  }
  return pieces.filter((piece) => piece.trim() !== '');
};

/** At most so many at once, and no more than a request has room for. */
function chunksOf<T>(items: readonly T[]): T[][] {
  const chunks: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const own = Buffer.byteLength(JSON.stringify(item));
    const chunk = chunks.at(-1);
    if (chunk && chunk.length < atOnce && bytes + own <= bytesAtOnce) {
      chunk.push(item);
      bytes += own;
    } else {
      chunks.push([item]);
      bytes = own;
    }
  }
  return chunks;
}

/** The messages of one session, with the id that each has there: `#1` and so on for what had to be cut. */
const messagesOf = (lines: readonly Line[]) =>
  lines.flatMap(({ id, role = 'USER', speaker, content = '', at, metadata }) =>
    piecesOf(content).map((piece, n) => {
      const imported = n === 0 ? id : `${id}#${n}`;
      const own = { ...metadata, importedId: imported };
      return { idempotencyKey: imported, role, speaker, content: piece, sentAt: at, remember: true, metadata: own };
    }),
  );

async function importSession(api: Api, collectionId: string, key: string, lines: readonly Line[]) {
  const conversationId = await api.conversation(collectionId, key);
  const ids = await api.messagesThere(conversationId);
  const left = messagesOf(lines).filter(({ idempotencyKey }) => !ids.has(idempotencyKey));
  let made = 0;
  for (const messages of chunksOf(left)) {
    const appended = await api.append({ conversationId, messages });
    for (const [theirs, ours] of appended) ids.set(theirs, ours);
    made += appended.size;
  }
  return { ids, made };
}

async function importFacts(
  api: Api,
  collectionId: string,
  lines: readonly Line[],
  messages: ReadonlyMap<string, string>,
) {
  const there = await api.factsThere(collectionId);
  const fresh = [];
  for (const line of lines) {
    const known = there.get(line.id);
    if (known) await follow(api, line, known);
    else if (!line.deleted) fresh.push(factOf(line, messages));
  }
  let made = 0;
  for (const memories of chunksOf(fresh)) made += await api.add({ collectionId, memories });
  return made;
}

const factOf = (
  { id, fact = '', kind, from, to, speaker, tags, message, metadata }: Line,
  messages: ReadonlyMap<string, string>,
) => ({
  idempotencyKey: id,
  content: cleaned(fact),
  kind,
  validFrom: from,
  validTo: to,
  speaker,
  tags,
  sourceMessageId: message && messages.get(message),
  metadata: { ...metadata, importedId: id },
});

/** Does to a fact that is there what has been done to it since. One that was forgotten here stays so. */
async function follow(api: Api, { id, deleted, fact = '', from: validFrom, to }: Line, known: Known): Promise<void> {
  const [content, validTo] = [cleaned(fact), to ?? null];
  if (known.status === 'FORGOTTEN') return;
  if (deleted) return await api.forget(id, { id: known.id });
  const isNew = content !== known.content;
  const replaced = { id: known.id, content, validFrom, reason: 'Changed where it came from', idempotencyKey: id };
  const current = isNew ? await api.supersede(id, replaced) : known;
  if (current && !isSameTime(current.validTo, validTo)) await api.update(id, { id: current.id, validTo });
}

const isSameTime = (one: string | null, other: string | null) =>
  one === other || Date.parse(one ?? '') === Date.parse(other ?? '');

/** One user's lines, into a collection that has the user's id as its key. */
async function importUser(api: Api, user: string, lines: readonly Line[]): Promise<void> {
  const collectionId = await api.collection(user);
  const messages = new Map<string, string>();
  let said = 0;
  const facts = lines.filter(isFact);
  const sessions = Map.groupBy(
    lines.filter((line) => !isFact(line)),
    ({ session }) => session ?? user,
  );
  for (const [session, ofSession] of sessions) {
    const { ids, made } = await importSession(api, collectionId, session, ofSession);
    for (const [theirs, ours] of ids) messages.set(theirs, ours);
    said += made;
  }
  const learnt = await importFacts(api, collectionId, facts, messages);
  console.log(
    `${user}: ${said} new messages of ${lines.length - facts.length}, ${learnt} new facts of ${facts.length}`,
  );
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
      token: { type: 'string', default: '' },
    },
  });
  const [file] = positionals;
  if (!file) throw new Error('Which file?');
  const api = new Api(values.url, values.token);
  let ofUser: Line[] = [];
  const flush = async () => {
    const [first] = ofUser;
    if (first) await importUser(api, first.user, ofUser);
    ofUser = [];
  };
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    number += 1;
    if (text.trim() === '') continue;
    const line = read(text, number);
    if (ofUser[0] && ofUser[0].user !== line.user) await flush();
    ofUser.push(line);
  }
  await flush();
}

await run();
