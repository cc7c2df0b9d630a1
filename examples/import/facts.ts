/** Facts become memories, which follow what the file says of them. What is changed here stays until the file changes the same fact. */
import { amend } from './amend.ts';
import { type Added, type Known, Refused } from './api.ts';
import type { Line, Read } from './line.ts';
import { findSources, sourceOf } from './sources.ts';
import type { FactNote, UserNotes } from './state.ts';
import type { Target } from './target.ts';
import { chunksOf, cleaned, hashOf } from './texts.ts';
import { isSameTime } from './times.ts';

/** A fact to add, and the memory that said it before, if any. */
interface Fresh {
  readonly read: Read;
  readonly instead?: string | undefined;
}

/** Answers how many facts are new. */
export async function importFacts(to: Target, reads: readonly Read[]): Promise<number> {
  const changed = reads.filter(({ line }) => !isNoted(line, to.notes.facts.get(line.id)));
  if (changed.length === 0) return 0;
  const collectionId = await to.collection();
  const there = collectionId ? await Array.fromAsync(to.api.facts(collectionId)) : [];
  const byId = new Map(there.map((memory) => [memory.id, memory]));
  const byTheirs = Map.groupBy(there, ({ metadata }) => metadata?.importedId);
  const fresh: Fresh[] = [];
  for (const read of changed) {
    const found = foundOf(to, read.line.id, byId, byTheirs.get(read.line.id) ?? []);
    const missing = await follow(to, read, found).catch((cause) => tellRefused(to, read, cause));
    if (missing) fresh.push(missing);
  }
  return await addAll(to, fresh);
}

const isNoted = (line: Line, note: FactNote | undefined): boolean =>
  note !== undefined &&
  Boolean(line.deleted) === Boolean(note.deleted) &&
  (line.deleted || (note.text === textOf(line) && isSameTime(note.from, line.from) && isSameTime(note.to, line.to)));

const textOf = ({ fact = '' }: Line): string => hashOf(cleaned(fact));

interface Found {
  /** Of the memories that say or said a fact the one that counts: what is CURRENT, or else what was written last. */
  readonly known: Known | undefined;
  readonly all: readonly Known[];
}

function foundOf({ notes }: Target, id: string, byId: ReadonlyMap<string, Known>, imported: readonly Known[]): Found {
  const note = notes.facts.get(id);
  const noted = byId.get(note?.memory ?? '');
  const all = imported.filter((memory) => memory === noted || !isOfOthers(notes, memory.id, id));
  const current = [noted, ...all.toReversed()].find((memory) => memory?.status === 'CURRENT');
  return { known: current ?? (note ? noted : all.at(-1)), all };
}

/** Facts with the same words are one memory. */
const isOfOthers = ({ saidBy }: UserNotes, memory: string, id: string): boolean =>
  [...(saidBy.get(memory) ?? [])].some((other) => other !== id);

/** Does to a fact that is there what has been done to it since, or answers that it is to be added. */
async function follow(to: Target, read: Read, { known, all }: Found): Promise<Fresh | undefined> {
  const { line } = read;
  const note = to.notes.facts.get(line.id);
  if (line.deleted) {
    await end(to, line, known);
    return undefined;
  }
  // What was erased here stays away.
  if (!known) return note?.memory === undefined ? { read } : await settle(to, line, note.memory);
  const before = note ?? adopted(line, known, all);
  if (known.status === 'FORGOTTEN' && !before.forgotten) return await settle(to, line, known.id);
  if (isOfOthers(to.notes, known.id, line.id)) return { read, instead: known.id };
  const { changes } = to.api;
  const memory = await amend(to.api, line, known, before);
  if (memory === undefined) return { read, instead: known.id };
  if (to.api.changes > changes) to.counts.changed += 1;
  return await settle(to, line, memory);
}

/** What the file said of a fact that was imported without a note: what is here, but never that what ended or was replaced here is to come back. */
function adopted(line: Line, known: Known, all: readonly Known[]): FactNote {
  const content = cleaned(line.fact ?? '');
  const isTheSame = known.status === 'CURRENT' && known.content === content;
  return {
    text: all.some((memory) => memory.content === content) ? textOf(line) : hashOf(known.content),
    from: line.from,
    to: isTheSame && line.to ? (known.validTo ?? undefined) : line.to,
  };
}

async function settle(to: Target, line: Line, memory: string | undefined): Promise<undefined> {
  await to.note([{ user: to.user, fact: line.id, memory, text: textOf(line), from: line.from, to: line.to }]);
}

/** A memory that says another fact, too, stays. */
async function end(to: Target, { id }: Line, known: Known | undefined): Promise<void> {
  const note = to.notes.facts.get(id);
  const entry = { user: to.user, fact: id, text: '', ...note, deleted: true };
  if (!known) return await to.note([entry]);
  if (isOfOthers(to.notes, known.id, id)) return await to.note([{ ...entry, memory: undefined }]);
  const forgotten = known.status !== 'FORGOTTEN';
  if (forgotten) await to.forget(known.id);
  const said = note ?? { text: hashOf(known.content), from: known.validFrom, to: known.validTo ?? undefined };
  await to.note([{ ...entry, ...said, memory: known.id, deleted: true, forgotten }]);
}

function tellRefused(to: Target, read: Read, cause: unknown): undefined {
  if (!(cause instanceof Refused)) throw cause;
  to.report.tell(read, `is left out: ${cause.message}`);
}

async function addAll(to: Target, fresh: readonly Fresh[]): Promise<number> {
  if (fresh.length === 0) return 0;
  const collectionId = await to.madeCollection();
  const lines = fresh.map(({ read }) => read.line);
  await findSources(to, collectionId, lines);
  const additions = fresh.map(({ read, instead }) => ({ read, memory: memoryOf(to, read), instead }));
  let made = 0;
  for (const chunk of chunksOf(additions, ({ memory }) => memory)) made += await add(to, collectionId, chunk);
  return made;
}

function memoryOf(to: Target, read: Read) {
  const { id, fact = '', kind, from, to: validTo, speaker, tags, metadata } = read.line;
  const validity = { validFrom: from, validTo };
  const about = { kind, speaker, tags, sourceMessageId: sourceOf(to, read), metadata: { ...metadata, importedId: id } };
  return { content: cleaned(fact), ...validity, ...about };
}

interface Addition extends Fresh {
  readonly memory: ReturnType<typeof memoryOf>;
}

async function add(to: Target, collectionId: string, additions: readonly Addition[]): Promise<number> {
  const memories = additions.map(({ memory, instead }) => ({ ...memory, idempotencyKey: hashOf([memory, instead]) }));
  const results = await to.api.add({ collectionId, memories });
  const again: Addition[] = [];
  for (const [n, addition] of additions.entries()) {
    const { message, memory, outcome }: Added = results[n] ?? {};
    if (message) to.report.tell(addition.read, `is left out: ${message}`);
    else if (memory && outcome === 'REPLAYED' && wasForgottenByUs(to, memory)) {
      again.push({ ...addition, instead: memory.id });
    } else await settle(to, addition.read.line, memory?.metadata?.importedId === undefined ? undefined : memory.id);
  }
  const made = results.filter(({ outcome }) => outcome === 'CREATED').length;
  return again.length === 0 ? made : made + (await add(to, collectionId, again));
}

const wasForgottenByUs = ({ notes }: Target, { id, status }: Pick<Known, 'id' | 'status'>): boolean =>
  status === 'FORGOTTEN' && notes.facts.values().some(({ memory, forgotten }) => memory === id && forgotten);
