import { unobserved } from '../../src/app/observed.ts';
import { PersistedOperations } from '../../src/app/persisted-operations.ts';
import { usualConfig } from './usual-config.ts';

/** The HTTP dependencies, as in the product except for what is given. */
export const httpParts = (
  listed: Readonly<Record<string, string>> = {},
  persisted: 'automatic' | 'only' | 'off' = 'automatic',
) => ({
  maxBodyBytes: usualConfig.limits.bodyBytes,
  compressed: true,
  observed: unobserved,
  persisted: new PersistedOperations({ persisted, listed }),
  charges: null,
  answers: null,
});
