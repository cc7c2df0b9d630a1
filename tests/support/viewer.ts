import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../src/account/viewer.ts';

/** A viewer with an account of its own and all scopes, unless overridden. */
export const makeViewer = (given: Partial<Viewer> = {}): Viewer => ({
  accountId: `account ${randomUUID()}`,
  principal: 'tester',
  actorKind: 'USER',
  plan: 'PRO',
  scopes: new Set(['read', 'write', 'admin']),
  collectionIds: null,
  expiresAt: null,
  ...given,
});
