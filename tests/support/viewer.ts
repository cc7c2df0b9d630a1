import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../src/account/viewer.ts';

/** A viewer of an account of its own, with all scopes, unless said otherwise. */
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
