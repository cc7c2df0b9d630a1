import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { createLogger } from '../platform/logger.ts';
import { type ApiKey, newSecret } from './api-key.ts';
import { Authenticator } from './authenticator.ts';

test('logs why the use of a key could not be recorded, without the details of the database error', async () => {
  const lines: string[] = [];
  const { secret, prefix } = newSecret();
  const key: ApiKey = {
    id: 'f9e0a6ff-9be6-4d9b-b4f1-1b8f9dd42d4d',
    accountId: 'acme',
    principal: 'ada',
    name: 'a program',
    prefix,
    scopes: ['read'],
    plan: 'FREE',
    collectionIds: null,
    createdAt: new Date(),
    lastUsedAt: null,
    expiresAt: null,
  };
  const failure = Object.assign(new DatabaseError('could not extend file: No space left on device', 0, 'error'), {
    code: '53100',
    detail: 'Failing row contains (canary).',
  });
  const authenticator = new Authenticator({
    verifyToken: () => Promise.reject(new Error('no token was given')),
    apiKeys: {
      byHash: async () => ({ key, revoked: false, expired: false, useIsStale: true }),
      noteUse: () => Promise.reject(failure),
    },
    log: createLogger('info', { write: (line) => void lines.push(line) }),
  });

  await authenticator.authenticate(`Bearer ${secret}`);
  await authenticator.settle();
  expect(lines.join('')).toContain('No space left on device');
  expect(lines.join('')).toContain(prefix);
  expect(lines.join('')).not.toContain('canary');
});
