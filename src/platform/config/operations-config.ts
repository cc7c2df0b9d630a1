import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingError } from './config-error.ts';
import type { Environment } from './env.ts';

/** Which operations the server runs that clients name by a hash. */
export interface OperationsConfig {
  /** `automatic`: those that clients have sent in full before; `only`: the listed ones and no others; `off`: none. */
  readonly persisted: 'automatic' | 'only' | 'off';
  /** Documents by their hash; asked for before all others. */
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
    // Unreadable, no JSON, or something else: all are mended in one place.
    throw new SettingError('PERSISTED_OPERATIONS_FILE', takes);
  }
}
