import type { Viewer } from '../../src/account/viewer.ts';

/** A viewer with full access to an account. */
export const benchViewer = (accountId: string): Viewer => ({
  accountId,
  principal: accountId,
  actorKind: 'USER',
  plan: 'PRO',
  scopes: new Set(['read', 'write', 'admin']),
  collectionIds: null,
  expiresAt: null,
});
