import { NotFoundError } from '../errors.ts';

const FOREIGN_KEY_VIOLATION = '23503';
/** Suffixes of the names that Postgres gives to foreign keys, and the types that they refer to. */
const referred: readonly (readonly [RegExp, string])[] = [
  [/_(collection|parent)_id_fkey$/, 'Collection'],
  [/_conversation_id_fkey$/, 'Conversation'],
  [/_message_id_fkey$/, 'Message'],
];
/**
 * `Key (account_id, collection_id)=(anna, 0192…) is not present …`, in any language. In the opposite case, a row that is still
 * referenced, it begins with `Key (account_id, id)`.
 */
const missingId = /\(account_id, \w+_id\)=\(.*, ([0-9a-f-]{36})\)/s;

/**
 * Returns a NotFoundError for a write that refers to a row which another transaction erased after it was looked up; null for any
 * other error.
 */
export function missingReference(error: unknown): NotFoundError | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== FOREIGN_KEY_VIOLATION) return null;
  const { constraint, detail } = { constraint: '', detail: '', ...error };
  const type = referred.find(([name]) => name.test(constraint))?.[1];
  const id = missingId.exec(detail)?.[1];
  return type && id ? new NotFoundError({ type, id }) : null;
}
