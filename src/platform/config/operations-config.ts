import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingError } from './config-error.ts';
import type { Environment } from './env.ts';

const list = z.record(z.string().min(1).max(200), z.string().min(1));
const takes = 'a JSON file with an object: documents by their hash';

/** Which persisted operations the server runs: those that clients identify by a hash. */
export function operationsConfig(env: Environment) {
  const { PERSISTED_OPERATIONS: persisted, PERSISTED_OPERATIONS_FILE: file } = env;
  return {
    /** `automatic`: those that a client has sent in full before; `only`: only the listed ones; `off`: none. */
    persisted,
    /** Documents by their hash; take precedence over all others. */
    listed: file ? readList(file) : {},
  } as const;
}
export type OperationsConfig = ReturnType<typeof operationsConfig>;

function readList(file: string): Readonly<Record<string, string>> {
  try {
    return list.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Unreadable, not JSON, or something else: the fix is in the same place.
    throw new SettingError('PERSISTED_OPERATIONS_FILE', takes);
  }
}
