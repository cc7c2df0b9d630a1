import type { z } from 'zod';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { findRepeats, type KeyScope, withoutNulls } from '../platform/db/idempotency.ts';
import { newId } from '../platform/db/new-id.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import { inTextTurns } from '../platform/turns/text-turns.ts';
import { issuesOf } from '../platform/validation.ts';
import { actorOf } from './actor.ts';
import type { Addition, Replayed } from './add-memories.ts';
import { type MemoryValues, memoryInput, tagsMeant } from './memory.input.ts';
import { beginOfSaid, contentHash } from './memory.ts';
import type { MemoryReader } from './memory-reader.ts';
import type { NewMemory } from './new-memory.store.ts';
import { findSources, type Source } from './source.store.ts';

/** A memory as the caller gives it. Its source is the id of a message, or the error to return for this memory. */
export type GivenMemory = z.input<typeof memoryInput>;

/** An addition that is ready to be written, what an earlier, equal call added, or why the input is invalid. */
export type Prepared = Addition | Replayed | ValidationError | NotFoundError;

/**
 * Validates memories, looks up their sources and reads their texts: everything that happens before the transaction. `keys`: scope of
 * the keys by which repeats are told, whose texts are then not read; null: it is not worth a look.
 */
export async function prepareMemories(
  parts: { readonly db: Database; readonly reader: MemoryReader },
  viewer: Viewer,
  given: readonly GivenMemory[],
  keys: KeyScope | null,
): Promise<Prepared[]> {
  const checked = given.map(check);
  const messageIds = given.flatMap(({ sourceMessageId }) =>
    typeof sourceMessageId === 'string' ? [sourceMessageId] : [],
  );
  const sources = await findSources(parts.db, reachOf(viewer), messageIds);
  const drafts = await inTextTurns(
    checked,
    (values) => (values instanceof ValidationError ? 0 : values.content.length),
    (values) => (values instanceof ValidationError ? values : draft(viewer, values, sources)),
  );
  const valid = drafts.filter(isDraft);
  const replayed = await replays(parts.db, keys, valid);
  const good = valid.filter((one) => !replayed.has(one));
  const readings = await parts.reader.read(good.map(({ memory }) => memory));
  const readingOf = new Map(good.map(({ memory }, index) => [memory.id, readings[index]]));
  return drafts.map((one) => {
    if (!isDraft(one)) return one;
    const earlier = replayed.get(one);
    if (earlier) return earlier;
    const reading = readingOf.get(one.memory.id);
    if (!reading) throw new Error('A memory was given and not read');
    return { ...one, memory: { ...one.memory, reading } };
  });
}

/** An addition whose text has not been read yet. */
interface Draft extends Omit<Addition, 'memory'> {
  readonly memory: Omit<NewMemory, 'reading'>;
}

const isDraft = (one: Draft | NotFoundError | ValidationError): one is Draft => 'memory' in one;

export const isAddition = (prepared: Prepared): prepared is Addition => 'idempotency' in prepared;

/** Returns what earlier, equal calls with the keys of drafts added. */
async function replays(db: Database, keys: KeyScope | null, drafts: readonly Draft[]): Promise<Map<Draft, Replayed>> {
  if (keys === null) return new Map();
  const keyed = drafts.flatMap((draft) => (draft.idempotency ? [{ draft, ...draft.idempotency }] : []));
  const found = await findRepeats(db, keys, keyed);
  return new Map(
    keyed.flatMap(({ draft }, index) => {
      const memoryId = found[index]?.[0];
      return memoryId === undefined ? [] : [[draft, { outcome: 'REPLAYED', memoryId, memory: null }]];
    }),
  );
}

function check(given: GivenMemory): MemoryValues | ValidationError {
  const parsed = memoryInput.safeParse(given);
  return parsed.success ? parsed.data : new ValidationError(issuesOf(parsed.error));
}

function draft(
  viewer: Viewer,
  values: MemoryValues,
  sources: ReadonlyMap<string, Source>,
): Draft | NotFoundError | ValidationError {
  const { idempotencyKey: key, sourceMessageId, ...rest } = values;
  if (sourceMessageId instanceof NotFoundError) return sourceMessageId;
  const source = sourceMessageId ? sources.get(sourceMessageId) : null;
  if (sourceMessageId && !source) return new NotFoundError({ type: 'Message', id: sourceMessageId });
  const { validTo = null } = values;
  const validFrom = values.validFrom ?? (source ? beginOfSaid(source.sentAt) : null);
  // Without a start it begins now by the database's clock, which may differ slightly from ours.
  if (validTo && validTo < (validFrom ?? new Date())) return endsTooEarly(validFrom);
  const speaker = values.speaker ?? source?.speaker ?? null;
  const memory = {
    id: newId(),
    content: values.content,
    contentHash: contentHash(values.content),
    kind: values.kind,
    speaker,
    tags: values.tags ?? [],
    metadata: values.metadata ?? null,
    conversationId: source?.conversationId ?? null,
    messageId: source?.messageId ?? null,
    validFrom,
    validTo,
    actor: actorOf(viewer),
  };
  const body = withoutNulls({ ...rest, tags: tagsMeant(values.tags), sourceMessageId });
  return { memory, idempotency: key ? { key, body } : null };
}

function endsTooEarly(sentAt: Date | null): ValidationError {
  const start = sentAt ? `when its source was sent, ${sentAt.toISOString()}` : 'now';
  const message = `is before validFrom, which by default is ${start}: give an earlier validFrom, too`;
  return new ValidationError([{ path: ['validTo'], message }]);
}
