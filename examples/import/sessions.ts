/** Messages are appended to their conversations, in their order: none can be inserted later. */
import { Refused } from './api.ts';
import { type Read, sessionOf } from './line.ts';
import type { MessageNote } from './state.ts';
import type { Target } from './target.ts';
import { chunksOf, hashOf, piecesOf } from './texts.ts';

/** A message, or a part of one that had to be cut: the first has the id that it has there, the others have `#1` and so on behind it. */
interface Piece {
  readonly read: Read;
  readonly id: string;
  readonly content: string;
}

const piecesOfLine = (read: Read): Piece[] =>
  piecesOf(read.line.content ?? '').map((content, n) => ({
    read,
    id: n === 0 ? read.line.id : `${read.line.id}#${n}`,
    content,
  }));

/** Answers how many messages are new. */
export async function importSession(to: Target, session: string, reads: readonly Read[]): Promise<number> {
  const pieces = new Map(reads.map((read) => [read, isToSend(read) ? piecesOfLine(read) : []]));
  const isMissing = ({ id }: { readonly id: string }) => !notesOf(to, session).get(id)?.here;
  const isUnknown = ({ id }: { readonly id: string }) => !notesOf(to, session).has(id);
  const missingOf = (read: Read) => (pieces.get(read) ?? []).filter(isMissing);
  if (reads.some((read) => (isToSend(read) ? missingOf(read).length > 0 : isUnknown(read.line)))) {
    await adopt(to, session);
  }
  for (const read of reads) await followDeletion(to, session, read);
  const stop = reads.findIndex(({ problem, line }) => problem !== null && isMissing(line));
  const before = stop === -1 ? reads : reads.slice(0, stop);
  const made = await append(to, session, before.flatMap(missingOf));
  tellOfWaiting(
    to,
    reads.slice(before.length).filter((read) => missingOf(read).length > 0),
    reads[stop],
  );
  return made;
}

const isToSend = ({ problem, line }: Read): boolean => problem === null && !line.deleted;

const notesOf = ({ notes }: Target, session: string): ReadonlyMap<string, MessageNote> =>
  notes.messages.get(session) ?? new Map();

/** Takes note of messages that were imported by a run that was stopped, or whose state was lost. */
async function adopt(to: Target, session: string): Promise<void> {
  const collectionId = await to.collection();
  const id = collectionId && (await to.api.conversationByKey(collectionId, session));
  if (id) await adoptConversation(to, session, id);
}

async function adoptConversation(to: Target, session: string, id: string): Promise<void> {
  const entries = [];
  for await (const { id: here, metadata } of to.api.messages(id)) {
    const message = metadata?.importedId;
    if (message && !notesOf(to, session).get(message)?.here) entries.push({ user: to.user, session, message, here });
  }
  await to.note(entries);
}

/** Of sessions that are not in this file, too. */
export async function adoptAll(to: Target, collectionId: string): Promise<void> {
  for await (const { id, key } of to.api.conversations(collectionId)) {
    if (key && !to.notes.messages.has(key)) await adoptConversation(to, key, id);
  }
}

/** What was learnt from a message is forgotten when it was deleted there, and comes back with it. Facts of the file are lines of their own. */
async function followDeletion(to: Target, session: string, { line: { id, deleted }, problem }: Read): Promise<void> {
  if (problem !== null) return;
  const pieces = notedPieces(notesOf(to, session), id);
  if (deleted && pieces.length === 0) await to.note([{ user: to.user, session, message: id, forgotten: [] }]);
  for (const [message, { here, forgotten }] of pieces) {
    if (!here || Boolean(deleted) === Boolean(forgotten)) continue;
    if (forgotten) {
      for (const memory of forgotten) await restore(to, memory);
      await to.note([{ user: to.user, session, message, here }]);
    } else {
      const learnt = (await to.api.learntFrom(here)).filter(({ metadata }) => !metadata?.importedId);
      for (const memory of learnt) await to.forget(memory.id);
      await to.note([{ user: to.user, session, message, here, forgotten: learnt.map((memory) => memory.id) }]);
    }
  }
}

function notedPieces(notes: ReadonlyMap<string, MessageNote>, id: string): [string, MessageNote][] {
  const pieces: [string, MessageNote][] = [];
  for (let piece = id; ; piece = `${id}#${pieces.length}`) {
    const note = notes.get(piece);
    if (!note) return pieces;
    pieces.push([piece, note]);
  }
}

/** What was purged since stays away. */
async function restore(to: Target, id: string): Promise<void> {
  try {
    await to.api.restore({ id, reason: 'Came back where it came from' });
    to.counts.changed += 1;
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
  }
}

async function append(to: Target, session: string, pieces: readonly Piece[]): Promise<number> {
  if (pieces.length === 0) return 0;
  const collectionId = await to.madeCollection();
  const conversationId = await to.api.createConversation({ collectionId, key: session });
  let made = 0;
  for (const chunk of chunksOf(pieces, messageOf)) {
    const ids = await appended(to, conversationId, chunk);
    await to.note(ids.map((here, n) => ({ user: to.user, session, message: `${chunk[n]?.id}`, here })));
    made += ids.length;
    if (ids.length < chunk.length) break;
  }
  return made;
}

/** All, or those before the first that the server refuses. */
async function appended(to: Target, conversationId: string, pieces: readonly Piece[]): Promise<string[]> {
  try {
    return pieces.length === 0 ? [] : await to.api.append({ conversationId, messages: pieces.map(messageOf) });
  } catch (cause) {
    const [place] = cause instanceof Refused ? [...cause.places.keys()].sort((one, other) => one - other) : [];
    const refused = place !== undefined && pieces[place];
    if (!(cause instanceof Refused && refused)) throw cause;
    to.report.tell(refused.read, `is left out, and the rest of its session waits: ${cause.places.get(place)}`);
    return appended(to, conversationId, pieces.slice(0, place));
  }
}

function messageOf({ read: { line }, id, content }: Piece) {
  const { role = 'USER', speaker, at, metadata } = line;
  const message = { role, speaker, content, sentAt: at, remember: true, metadata: { ...metadata, importedId: id } };
  return { ...message, idempotencyKey: hashOf(message) };
}

function tellOfWaiting(to: Target, waiting: readonly Read[], wrong: Read | undefined): void {
  const [first] = waiting;
  if (!first || !wrong) return;
  const others = waiting.length > 1 ? `, and so do ${waiting.length - 1} more of session ${sessionOf(first.line)}` : '';
  to.report.tell(first, `waits until line ${wrong.number} is mended${others}: messages cannot be inserted later`);
}
