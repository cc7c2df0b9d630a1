import type { Database } from '../platform/db/database.ts';
import { claimKeys, findRepeats, hashOf, type KeyScope } from '../platform/db/idempotency.ts';
import { ConflictError } from '../platform/errors.ts';
import { keyHours } from '../platform/validation.ts';
import type { Conversation } from './conversation.ts';
import type { NewMessage } from './new-message.ts';

type To = Pick<Conversation, 'accountId' | 'id'>;

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
  to: To,
  messages: readonly NewMessage[],
): Promise<readonly string[] | null> {
  const calls = callsOf(messages);
  const claims = await claimKeys(db, scopeOf(to), calls);
  const used = new Map<string, readonly string[]>();
  for (const [index, claim] of claims.entries()) {
    const call = calls[index];
    if (!call || !claim) continue;
    if (claim instanceof ConflictError) throw usedOtherwise(call.key, claim);
    used.set(call.message.id, claim);
  }
  if (used.size === 0) return null;
  const known = appended(messages, used);
  if (known.length === messages.length) return known;
  const keys = messages.flatMap(({ id, idempotencyKey }) => (used.has(id) ? [`"${idempotencyKey}"`] : []));
  const [current] = known;
  throw new ConflictError('IDEMPOTENCY_KEY_REUSED', {
    message: `These idempotency keys were used before, but not the others of this call: ${keys.join(', ')}. Nothing was appended: repeat the earlier call unchanged, or leave out its messages`,
    current: current === undefined ? null : { type: 'Message', id: current },
  });
}

/**
 * Returns the ids of the messages that an earlier, equal call appended; null for every other call. It is asked before the work that
 * precedes the claim, so that repeating a call that came to no answer does not take as long again.
 */
export async function findAppend(
  db: Database,
  to: To,
  messages: readonly NewMessage[],
): Promise<readonly string[] | null> {
  const calls = callsOf(messages);
  const repeats = await findRepeats(db, scopeOf(to), calls);
  const used = new Map(calls.flatMap(({ message: { id } }, index) => (repeats[index] ? [[id, repeats[index]]] : [])));
  const known = appended(messages, used);
  return known.length === messages.length ? known : null;
}

/** A key stands for its message and all that came without one: with another key, a message that is there already would come twice. */
const usedOtherwise = (key: string, { current }: ConflictError): ConflictError =>
  new ConflictError('IDEMPOTENCY_KEY_REUSED', {
    message: `The idempotency key "${key}" was used in the last ${keyHours} hours, for another message or with other messages without a key beside it. Nothing was appended: repeat the earlier call unchanged, or give a new message a new key`,
    current,
  });

const scopeOf = ({ accountId, id }: To): KeyScope => ({
  accountId,
  mutation: 'appendMessages',
  parentId: id,
  makes: 'Message',
});

/** The messages with a key, each as a call of its own. */
function callsOf(messages: readonly NewMessage[]) {
  const others = messages.filter(({ idempotencyKey }) => !idempotencyKey);
  const otherIds = others.map(({ id }) => id);
  const keyed = messages.flatMap((message) =>
    message.idempotencyKey ? [{ message, key: message.idempotencyKey }] : [],
  );
  const company = keyed.length === 0 || others.length === 0 ? null : hashOf(others.map(bodyOf));
  return keyed.map(({ message, key }, index) => ({
    message,
    key,
    body: { ...bodyOf(message), company },
    // The first key also records the messages without a key.
    resultIds: index === 0 ? [message.id, ...otherIds] : [message.id],
  }));
}

/** Returns the ids of those messages that earlier calls appended; `used`: what the keys of which messages made. */
function appended(messages: readonly NewMessage[], used: ReadonlyMap<string, readonly string[]>): string[] {
  const rest = [...used.values()].map(([, ...others]) => others).find((others) => others.length > 0) ?? [];
  const others = rest.values();
  const ids = messages.map(({ id, idempotencyKey }) => (idempotencyKey ? used.get(id)?.[0] : others.next().value));
  return ids.filter((id) => id !== undefined);
}

/** The body that a key stands for: everything given except the key. */
const bodyOf = ({ id, idempotencyKey, ...given }: NewMessage) => given;
