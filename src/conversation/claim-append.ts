import type { Database } from '../platform/db/database.ts';
import { claimKeys, hashOf } from '../platform/db/idempotency.ts';
import { ConflictError } from '../platform/errors.ts';
import type { NewMessage } from './new-message.ts';

/**
 * Claims the idempotency keys of a call's messages. Returns null for a first call, or the ids of the messages that an earlier,
 * equal call appended.
 *
 * A call appends all of its messages or none, so it is also retried as a whole: all of its keys were used before, with equal
 * messages. If only some were, it is neither a retry nor a first call, and conflicts. Messages without a key are identified by a
 * digest of all of them, which is part of the body of each key.
 */
export async function claimAppend(
  db: Database,
  to: { readonly accountId: string; readonly conversationId: string },
  messages: readonly NewMessage[],
): Promise<readonly string[] | null> {
  const keyed = messages.flatMap((message) =>
    message.idempotencyKey ? [{ message, key: message.idempotencyKey }] : [],
  );
  if (keyed.length === 0) return null;
  const others = messages.filter(({ idempotencyKey }) => !idempotencyKey);
  const otherIds = others.map(({ id }) => id);
  const company = others.length === 0 ? null : hashOf(others.map(bodyOf));
  const claims = await claimKeys(
    db,
    { accountId: to.accountId, mutation: 'appendMessages', parentId: to.conversationId, makes: 'Message' },
    keyed.map(({ message, key }, index) => ({
      key,
      body: { ...bodyOf(message), company },
      // The first key also records the messages without a key.
      resultIds: index === 0 ? [message.id, ...otherIds] : [message.id],
    })),
  );
  const used = new Map<string, readonly string[]>();
  for (const [index, claim] of claims.entries()) {
    if (claim instanceof ConflictError) throw claim;
    const id = keyed[index]?.message.id;
    if (claim && id !== undefined) used.set(id, claim);
  }
  if (used.size === 0) return null;
  return replayed(messages, used);
}

function replayed(messages: readonly NewMessage[], used: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const rest = [...used.values()].map(([, ...others]) => others).find((others) => others.length > 0) ?? [];
  const others = rest.values();
  const ids = messages.map(({ id, idempotencyKey }) => (idempotencyKey ? used.get(id)?.[0] : others.next().value));
  const known = ids.filter((id) => id !== undefined);
  if (known.length === messages.length) return known;
  const keys = messages.flatMap(({ id, idempotencyKey }) => (used.has(id) ? [`"${idempotencyKey}"`] : []));
  const [current] = known;
  throw new ConflictError('IDEMPOTENCY_KEY_REUSED', {
    message: `These idempotency keys were used before, but not the others of this call: ${keys.join(', ')}. Nothing was appended: repeat the earlier call unchanged, or leave out its messages`,
    current: current === undefined ? null : { type: 'Message', id: current },
  });
}

/** The body that a key stands for: everything given except the key. */
const bodyOf = ({ id, idempotencyKey, ...given }: NewMessage) => given;
