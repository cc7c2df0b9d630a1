import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { claimKey, withoutNulls } from '../platform/db/idempotency.ts';
import { newId } from '../platform/db/new-id.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { parseInput } from '../platform/validation.ts';
import { type Actor, actorOf } from './actor.ts';
import { addMemories } from './add-memories.ts';
import type { Alongside } from './alongside.ts';
import { type SupersedeMemory, type SupersedeValues, supersedeMemoryInput } from './change-memory.input.ts';
import { changeMemory, lockExpected, stateConflict } from './change-memory.ts';
import { lastReplacement } from './last-replacement.store.ts';
import type { LockedMemory } from './lock-memories.ts';
import { tagsMeant } from './memory.input.ts';
import { MemoryStore } from './memory.store.ts';
import { contentHash, endOfReplaced, type Memory } from './memory.ts';
import { type MemoryReader, type Reading, readOne } from './memory-reader.ts';
import { givenOr } from './memory-state.ts';
import type { NewMemory } from './new-memory.store.ts';
import { findSources } from './source.store.ts';

export interface Superseded {
  readonly memory: Memory;
  readonly superseded: Memory;
}

/** Parts of a replacement that are fixed before the transaction, since they depend on nothing that can change. */
interface Draft {
  readonly id: string;
  readonly speaker: string | null;
  readonly source: { readonly messageId: string | null; readonly conversationId: string | null };
  readonly reading: Reading;
  readonly actor: Actor;
}

/**
 * Replaces a CURRENT memory by a new one and ends the old where the new begins, or where it had ended before. Content that equals another CURRENT memory is a
 * conflict with that one: it has its own history, which a later restore must not undo.
 */
export async function supersedeMemory(
  parts: { readonly db: Database; readonly reader: MemoryReader },
  viewer: Viewer,
  given: SupersedeMemory,
  alongside?: Alongside,
): Promise<Superseded> {
  const { idempotencyKey: key, ...values } = parseInput(supersedeMemoryInput, given);
  const reach = reachOf(viewer);
  const memories = new MemoryStore(parts.db);
  const [seen] = await memories.byIds(reach, [given.id]);
  if (!seen) throw new NotFoundError({ type: 'Memory', id: given.id });
  const draft = await draftReplacement(parts, viewer, seen, values);
  const outcome = await inUnitOfWork(parts.db, viewer.accountId, async (unit) => {
    await alongside?.begin(unit);
    const scope = { accountId: viewer.accountId, mutation: 'supersedeMemory', parentId: given.id, makes: 'Memory' };
    const { expectedRevision, validFrom, ...others } = values;
    // For the other fields, null means to clear, and so does an empty list.
    const body = { ...others, tags: tagsMeant(values.tags), ...withoutNulls({ expectedRevision, validFrom }) };
    const earlier = await claimKey(unit.db, scope, { key, body, resultIds: [draft.id] });
    if (earlier) return { replayedId: earlier[0] ?? draft.id };
    const locked = await lockExpected(unit, reach, given.id, expectedRevision);
    const replaced = await replace(unit, locked, draft, values, parts.reader.model);
    await alongside?.end(unit, [replaced.memory.id, replaced.superseded.id]);
    return replaced;
  });
  if ('memory' in outcome) return outcome;
  const found = new Map((await memories.byIds(reach, [given.id, outcome.replayedId])).map((one) => [one.id, one]));
  const required = (id: string): Memory => {
    const memory = found.get(id);
    if (!memory) throw new NotFoundError({ type: 'Memory', id });
    return memory;
  };
  return { memory: required(outcome.replayedId), superseded: required(given.id) };
}

async function draftReplacement(
  parts: { readonly db: Database; readonly reader: MemoryReader },
  viewer: Viewer,
  old: Memory,
  values: SupersedeValues,
): Promise<Draft> {
  const speaker = givenOr(values.speaker, old.speaker);
  const source = await sourceOf(parts.db, viewer, old, values.sourceMessageId);
  const reading = await readOne(parts.reader, { speaker, content: values.content });
  return { id: newId(), speaker, source, reading, actor: actorOf(viewer) };
}

async function sourceOf(
  db: Database,
  viewer: Viewer,
  old: Memory,
  given: string | NotFoundError | null | undefined,
): Promise<Draft['source']> {
  if (given === undefined) return old;
  if (given === null) return { messageId: null, conversationId: null };
  if (given instanceof NotFoundError) throw given;
  const source = (await findSources(db, reachOf(viewer), [given])).get(given);
  if (!source) throw new NotFoundError({ type: 'Message', id: given });
  return source;
}

async function replace(
  unit: UnitOfWork,
  locked: LockedMemory,
  draft: Draft,
  values: SupersedeValues,
  embeddingModel: string,
): Promise<Superseded> {
  const old = locked.memory;
  if (old.status !== 'CURRENT') throw notCurrent(old, await lastReplacement(unit.db, old));
  const validFrom = values.validFrom ?? locked.now;
  // A memory that was valid when it was stored has begun, even if the clock was set back since.
  const hasBegun = !values.validFrom && old.validFrom <= old.createdAt;
  if (validFrom < old.validFrom && !hasBegun) throw startsTooEarly(old, validFrom, Boolean(values.validFrom));
  // Supersedes the old one first: the new one may have the same content.
  const superseded = await changeMemory(
    unit,
    locked,
    { status: 'SUPERSEDED', validTo: endOfReplaced(old, validFrom), supersededById: draft.id },
    { actor: draft.actor, reason: values.reason, counterpartId: draft.id },
  );
  const to = {
    accountId: old.accountId,
    collectionId: old.collectionId,
    language: locked.language,
    timeZone: locked.timeZone,
    embeddingModel,
  };
  const memory = replacement(old, draft, values, validFrom);
  const [added] = await addMemories(unit, 'supersedeMemory', to, [{ memory, idempotency: null }]);
  if (added && 'outcome' in added && added.outcome === 'CREATED') return { memory: added.memory, superseded };
  if (!added || added instanceof Error) throw added ?? new Error('One memory was given and none written');
  throw stateConflict(
    old,
    'Another CURRENT memory of this collection has the same content: supersede or forget that one',
    added.memoryId,
  );
}

const replacement = (old: Memory, draft: Draft, values: SupersedeValues, validFrom: Date): NewMemory => ({
  id: draft.id,
  content: values.content,
  contentHash: contentHash(values.content),
  kind: values.kind ?? old.kind,
  speaker: draft.speaker,
  tags: givenOr(values.tags, old.tags) ?? [],
  metadata: givenOr(values.metadata, old.metadata),
  conversationId: draft.source.conversationId,
  messageId: draft.source.messageId,
  validFrom,
  validTo: null,
  reading: draft.reading,
  actor: draft.actor,
});

function notCurrent(old: Memory, lastId: string | null) {
  const replacement = lastId === old.supersededById ? 'its replacement' : 'its last replacement';
  const state =
    old.status === 'FORGOTTEN'
      ? 'is forgotten: restore it first'
      : lastId === null
        ? 'has ended without a replacement: restore it first'
        : `was superseded already: supersede ${replacement}, or restore it first`;
  return stateConflict(old, `The memory ${state}`, lastId ?? old.id);
}

function startsTooEarly(old: Memory, validFrom: Date, isGiven: boolean): ValidationError {
  const start = isGiven
    ? `(${validFrom.toISOString()})`
    : `was not given, so that it would be now (${validFrom.toISOString()}), which`;
  const message = `${start} is before the old memory's validFrom, ${old.validFrom.toISOString()}: give a later one`;
  return new ValidationError([{ path: ['validFrom'], message }]);
}
