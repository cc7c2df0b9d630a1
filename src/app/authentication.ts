import type { Logger } from 'pino';
import { ApiKeyStore } from '../account/api-key.store.ts';
import { Authenticator } from '../account/authenticator.ts';
import { createKeySet } from '../account/key-set.ts';
import { createTokenVerifier } from '../account/token-verifier.ts';
import type { AuthConfig } from '../platform/config/config.ts';
import type { Database } from '../platform/db/database.ts';

export function buildAuthenticator(auth: AuthConfig, db: Database, log: Logger): Authenticator {
  const keySet = auth.jwksUrl === null ? null : createKeySet(auth.jwksUrl);
  return new Authenticator({ verifyToken: createTokenVerifier(auth, keySet), apiKeys: new ApiKeyStore(db), log });
}
