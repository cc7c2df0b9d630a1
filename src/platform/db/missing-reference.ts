import { NotFoundError } from '../errors.ts';

const FOREIGN_KEY_VIOLATION = '23503';
/** The ends of the names that Postgres gives to foreign keys, and what they refer to. */
const referred: readonly (readonly [RegExp, string])[] = [
  [/_(collection|parent)_id_fkey$/, 'Collection'],
  [/_conversation_id_fkey$/, 'Conversation'],
  [/_message_id_fkey$/, 'Message'],
];
/**
 * `Key (account_id, collection_id)=(anna, 0192…) is not present …`, in whatever language; what is still referred to
 * begins with `Key (account_id, id)`.
 */
const missingId = /\(account_id, \w+_id\)=\(.*, ([0-9a-f-]{36})\)/s;

/**
 * What a write missed that refers to something which another transaction erased after it was looked for; null for any
 * other error.
 */
export function missingReference(error: unknown): NotFoundError | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== FOREIGN_KEY_VIOLATION) return null;
  const { constraint, detail } = { constraint: '', detail: '', ...error };
  const type = referred.find(([name]) => name.test(constraint))?.[1];
  const id = missingId.exec(detail)?.[1];
  return type && id ? new NotFoundError({ type, id }) : null;
}
