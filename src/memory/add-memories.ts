import type { CollectionKey } from '../collection/collection.ts';
import { type Claim, claimKeys, forgetMaking, type KeyScope, settleKeys } from '../platform/db/idempotency.ts';
import { ConflictError, NotFoundError, type QuotaExceededError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { currentCount } from './change-memory.ts';
import { tellApart } from './former-periods.ts';
import { holdConversations } from './hold-conversations.ts';
import { duplicateKey, type Memory, type MemoryStatus } from './memory.ts';
import { memoryQuotaExceeded } from './memory-quota.store.ts';
import { type Destination, findDuplicates, insertMemories, type NewMemory } from './new-memory.store.ts';

/** A new memory and the idempotency key that its client sent, if any. */
export interface Addition {
  readonly memory: NewMemory;
  readonly idempotency: { readonly key: string; readonly body: unknown } | null;
}

export type AddOutcome = 'CREATED' | 'DUPLICATE' | 'REPLAYED';

/** What an earlier, equal call added: only its id. */
export interface Replayed {
  readonly outcome: 'REPLAYED';
  readonly memoryId: string;
  readonly memory: null;
}

/** Outcome of one addition. */
export type Added =
  | { readonly outcome: 'CREATED' | 'DUPLICATE'; readonly memoryId: string; readonly memory: Memory }
  | Replayed;

/** Why a memory was not added: its key was used for another call, its source was deleted meanwhile, or the account's quota is full. */
export type NotAdded = ConflictError | NotFoundError | QuotaExceededError;

/** Scope of the idempotency keys of a mutation's additions. */
export const keyScopeOf = (mutation: string, { accountId, collectionId }: CollectionKey): KeyScope => ({
  accountId,
  mutation,
  parentId: collectionId,
  makes: 'Memory',
});

/** Adds memories within a transaction and records their events. Returns results in the order of the additions; no new key may occur twice. */
export async function addMemories(
  unit: UnitOfWork,
  mutation: string,
  to: Destination,
  additions: readonly Addition[],
): Promise<(Added | NotAdded)[]> {
  const scope = keyScopeOf(mutation, to);
  const sources = additions.flatMap(({ memory }) => memory.conversationId ?? []);
  const held = await holdConversations(unit.db, to.accountId, [...new Set(sources)], [to.collectionId]);
  const lost = ({ memory }: Addition) => memory.conversationId !== null && !held.has(memory.conversationId);
  const there = additions.filter((addition) => !lost(addition));
  const claims = await claim(unit, scope, there);
  const fresh = there.filter((addition) => (claims.get(addition) ?? null) === null);
  const refused = await withoutRoom(unit, to, fresh);
  const written = await writeAll(
    unit,
    to,
    fresh.flatMap(({ memory }) => (refused.has(memory.id) ? [] : [memory])),
  );
  const settled = fresh.flatMap(({ memory, idempotency }) => {
    const result = written.get(memory.id);
    const isKnown = idempotency && result?.outcome === 'DUPLICATE';
    return isKnown ? { key: idempotency.key, resultIds: [result.memoryId] } : [];
  });
  await settleKeys(unit.db, scope, settled);
  return additions.map((addition) => {
    if (lost(addition)) return new NotFoundError({ type: 'Message', id: addition.memory.messageId ?? '' });
    const earlier = claims.get(addition) ?? null;
    if (earlier instanceof ConflictError) return earlier;
    const replayedId = earlier?.[0];
    if (replayedId !== undefined) return { outcome: 'REPLAYED', memoryId: replayedId, memory: null };
    const result = refused.get(addition.memory.id) ?? written.get(addition.memory.id);
    if (!result) throw new Error(`Memory ${addition.memory.id} was neither written nor found`);
    return result;
  });
}

/** Returns errors, by memory id, for the last additions that exceed the account's quota. Duplicates of existing memories need no room. */
async function withoutRoom(
  unit: UnitOfWork,
  to: Destination,
  additions: readonly Addition[],
): Promise<Map<string, QuotaExceededError>> {
  const quota = additions.length === 0 ? null : await to.quota?.(unit.db);
  if (!quota || quota.used + additions.length <= quota.limit) return new Map();
  const memories = additions.map(({ memory }) => memory);
  const there = new Set((await findDuplicates(unit.db, to, memories)).keys());
  let { used } = quota;
  const refused = new Map<string, QuotaExceededError>();
  for (const memory of memories) {
    // Memories learnt from a message are never duplicates of each other.
    const twin = memory.messageId === null ? duplicateKey(memory) : memory.id;
    if (there.has(twin)) continue;
    if (used >= quota.limit) {
      refused.set(memory.id, memoryQuotaExceeded({ limit: quota.limit, used }));
    } else {
      used += 1;
      there.add(twin);
    }
  }
  // Release their idempotency keys, so that the calls can be retried once there is room again.
  if (refused.size > 0) await forgetMaking(unit.db, to.accountId, [...refused.keys()]);
  return refused;
}

async function claim(unit: UnitOfWork, scope: KeyScope, additions: readonly Addition[]): Promise<Map<Addition, Claim>> {
  const keyed = additions.flatMap((addition) => (addition.idempotency ? [{ addition, ...addition.idempotency }] : []));
  const claims = await claimKeys(
    unit.db,
    scope,
    keyed.map(({ addition, key, body }) => ({ key, body, resultIds: [addition.memory.id] })),
  );
  return new Map(keyed.map(({ addition }, index) => [addition, claims[index] ?? null]));
}

/** Returns outcomes by the id that each addition was given. A duplicate resolves to the existing memory, unchanged. */
async function writeAll(
  unit: UnitOfWork,
  to: Destination,
  memories: readonly NewMemory[],
): Promise<Map<string, Added>> {
  const answers = new Map<string, Added>();
  let left = memories;
  while (left.length > 0) {
    for (const memory of await write(unit, to, left, 'CURRENT')) answers.set(memory.id, created(memory));
    left = left.filter((memory) => !answers.has(memory.id));
    if (left.length === 0) break;
    // A separate statement, so that it sees what other transactions have committed meanwhile.
    const existing = await findDuplicates(unit.db, to, left);
    const { repeats, former, free } = await tellApart(unit, to.accountId, left, existing);
    const known = new Map([...existing.values()].map((memory) => [memory.id, memory]));
    for (const memory of await write(unit, to, former, 'SUPERSEDED')) {
      known.set(memory.id, memory);
      answers.set(memory.id, created(memory));
    }
    for (const [id, repeatedId] of repeats) {
      const memory = known.get(repeatedId);
      if (memory) answers.set(id, { outcome: 'DUPLICATE', memoryId: repeatedId, memory });
    }
    left = free;
  }
  return answers;
}

const created = (memory: Memory): Added => ({ outcome: 'CREATED', memoryId: memory.id, memory });

/** Inserts the memories that do not collide and records their events in the given order. */
async function write(
  unit: UnitOfWork,
  to: Destination,
  memories: readonly NewMemory[],
  status: MemoryStatus,
): Promise<Memory[]> {
  if (memories.length === 0) return [];
  const inserted = await insertMemories(unit.db, to, memories, status);
  if (!inserted) throw new NotFoundError({ type: 'Collection', id: to.collectionId });
  const made = new Map(inserted.map((memory) => [memory.id, memory]));
  const inOrder = memories.flatMap(({ id }) => made.get(id) ?? []);
  for (const memory of inOrder) {
    unit.record({
      kind: 'collection',
      streamId: to.collectionId,
      type: 'MemoryAdded',
      subjectId: memory.id,
      recall: true,
      memories: currentCount(memory),
    });
  }
  return inOrder;
}
