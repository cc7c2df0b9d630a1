import type { AuthConfig } from '../platform/config/auth-config.ts';
import { signToken } from './token-signer.ts';

/**
 * Link that opens the explorer at `endpoint` signed in, for the person who started the server on their own machine. The token is
 * in the fragment, which browsers do not send to servers.
 */
export async function signInLink(auth: AuthConfig, endpoint: string): Promise<string> {
  const claims = { principal: 'me', plan: 'PRO', scopes: ['read', 'write'], expires: '30d' } as const;
  return `${endpoint}#token=${await signToken(auth, claims)}`;
}
