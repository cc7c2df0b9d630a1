import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingError } from './config-error.ts';
import type { Environment } from './env.ts';

/** Which persisted operations the server runs: those that clients identify by a hash. */
export interface OperationsConfig {
  /** `automatic`: those that a client has sent in full before; `only`: only the listed ones; `off`: none. */
  readonly persisted: 'automatic' | 'only' | 'off';
  /** Documents by their hash; take precedence over all others. */
  readonly listed: Readonly<Record<string, string>>;
}

const list = z.record(z.string().min(1).max(200), z.string().min(1));
const takes = 'a JSON file with an object: documents by their hash';

export function operationsConfig(env: Environment): OperationsConfig {
  const { PERSISTED_OPERATIONS: persisted, PERSISTED_OPERATIONS_FILE: file } = env;
  return { persisted, listed: file ? readList(file) : {} };
}

function readList(file: string): Record<string, string> {
  try {
    return list.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Unreadable, not JSON, or something else: the fix is in the same place.
    throw new SettingError('PERSISTED_OPERATIONS_FILE', takes);
  }
}
