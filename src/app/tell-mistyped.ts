import type { Config } from '../platform/config/config.ts';
import { createLogger } from '../platform/logger.ts';

/** Warns of variables that look like mistyped settings: the intended settings keep their defaults. */
export function tellMistyped({ mistyped, logLevel }: Config): void {
  if (mistyped.length === 0) return;
  const log = createLogger(logLevel).child({ part: 'settings' });
  for (const { given, meant } of mistyped)
    log.warn(`${given} is no setting and is not read; ${meant} is one, and is not set`);
}
